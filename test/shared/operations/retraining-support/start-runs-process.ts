// start-runs-process.ts CONNECTION SITE COUNT: asks for a run so many times at once and prints the id of each that it is answered.
import { startRetraining } from '../../../../shared/operations/start-retraining.ts'
import { createTestApp } from '../../../harness/test-app.ts'

const [, , connectionString = '', site = '', count = '0'] = process.argv
const orchestrations = { start: async () => {}, wake: async () => {}, status: async () => undefined }
const ports = await createTestApp(connectionString, { orchestrations })
const asked = Array.from({ length: Number(count) }, () => startRetraining(ports, { site, reason: 'person', startedBy: 'ada' }))
for (const { id } of await Promise.all(asked)) console.log(id)
