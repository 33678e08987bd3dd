import { UploadJob } from '../../shared/domain/upload-job.ts'
import { acceptUpload } from '../../shared/operations/accept-upload.ts'
import { createTestApp } from './test-app.ts'

// Does one job of the queue of uploads, until it is killed.
const [connectionString = '', job = ''] = process.argv.slice(2)
await acceptUpload(await createTestApp(connectionString), UploadJob.parse(JSON.parse(job)))
