/** Writes and checks an export in a process of its own, for tests that kill it: `export-process.ts CONNECTION EXPORT`. */
import { checkExport } from '../../../../shared/operations/check-export.ts'
import { writeExport } from '../../../../shared/operations/write-export.ts'
import { createExportApp } from './sample-export.ts'

const [, , connectionString = '', id = ''] = process.argv
const { ports } = await createExportApp(connectionString)
await writeExport(ports, id)
await checkExport(ports, id)
