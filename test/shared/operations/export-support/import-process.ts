/** Takes over an import in a process of its own, for tests that kill it: `import-process.ts CONNECTION IMPORT`. */
import { importAnnotations } from '../../../../shared/operations/import-annotations.ts'
import { createExportApp } from './sample-export.ts'

const [, , connectionString = '', id = ''] = process.argv
const { ports } = await createExportApp(connectionString)
await importAnnotations(ports, id)
