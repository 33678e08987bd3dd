/** Splits one recording in a process of its own, for tests that kill it: `split-process.ts CONNECTION RECORDING SCRATCH NOW`. */
import { createTemporaryFiles } from '../../../../shared/adapters/temporary-files.ts'
import { createVideoSplitter } from '../../../../shared/adapters/video-splitter.ts'
import { splitRecording } from '../../../../shared/operations/split-recording.ts'
import { createTestApp } from '../../../harness/test-app.ts'

const [, , connectionString = '', recording = '', scratch = '', now = ''] = process.argv
const splitVideo = createVideoSplitter()
const overrides = { splitVideo, scratch: createTemporaryFiles(scratch), storageTime: async () => new Date(now), clock: () => new Date(now) }
await splitRecording(await createTestApp(connectionString, overrides), recording)
await splitVideo.close()
