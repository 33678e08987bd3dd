/** Removes the raw video of a site in a process of its own, for tests that kill it: `retain-process.ts CONNECTION SITE NOW`. */
import { retainRawVideo } from '../../../../shared/operations/retain-raw-video.ts'
import { createTestApp } from '../../../harness/test-app.ts'

const [, , connectionString = '', site = '', now = ''] = process.argv
await retainRawVideo(await createTestApp(connectionString, { storageTime: async () => new Date(now) }), site)
