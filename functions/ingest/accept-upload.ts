import type { StorageQueueHandler } from '@azure/functions'
import { UploadJob } from '../../shared/domain/upload-job.ts'
import { acceptUpload } from '../../shared/operations/accept-upload.ts'
import type { Ports } from '../../shared/ports.ts'

/** Queue `uploads`. A job that fails five times goes to `uploads-poison`. */
export function serveAcceptUpload(ports: Ports): StorageQueueHandler {
  return async (message, context) => {
    const job = UploadJob.parse(message)
    const outcome = await acceptUpload(ports, job)
    context.log(`${job.kind} of ${job.device}: ${outcome}`)
  }
}
