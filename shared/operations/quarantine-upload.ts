import { messageSchemaVersion } from '../domain/messages.ts'
import type { QuarantineReason } from '../domain/quarantine.ts'
import type { UploadJob } from '../domain/upload-job.ts'
import type { Ports } from '../ports.ts'
import { quarantineEvent } from './quarantine-event.ts'

/** Puts what a device said about an upload into quarantine, as the message that it was where one can be made of it again. */
export async function quarantineUpload(
  ports: Ports,
  job: UploadJob,
  problem: { readonly reason: QuarantineReason; readonly detail: string },
): Promise<void> {
  const said = job.kind === 'snapshot' ? { incident: job.incident, blob: job.blob, ...job.order } : job.message
  const event = {
    body: Buffer.from(JSON.stringify(said)),
    device: job.device,
    enqueuedAt: job.enqueuedAt,
    properties: { type: job.kind, schema: messageSchemaVersion },
  }
  await quarantineEvent(ports, event, problem.reason, problem.detail)
}
