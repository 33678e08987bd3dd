/** Archives one recording in a process of its own, for tests that kill it: `archive-process.ts CONNECTION RECORDING`. */
import { archiveRecording } from '../../../../shared/operations/archive-recording.ts'
import { at } from '../../../harness/sample-messages.ts'
import { createTestApp } from '../../../harness/test-app.ts'

const [, , connectionString = '', recording = ''] = process.argv
await archiveRecording(await createTestApp(connectionString, { storageTime: async () => new Date(at(4000)) }), recording)
