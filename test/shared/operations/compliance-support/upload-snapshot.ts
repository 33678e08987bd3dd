import { BlobServiceClient } from '@azure/storage-blob'
import type { Instant } from '../../../../shared/domain/ids.ts'
import type { IncidentMessage } from '../../../../shared/domain/messages.ts'
import { acceptUpload, type UploadOutcome } from '../../../../shared/operations/accept-upload.ts'
import type { Ports } from '../../../../shared/ports.ts'

/** Uploads a still as the device would, and has it accepted. */
export async function uploadSnapshot(
  ports: Ports,
  connectionString: string,
  { incident, device, at, bootId, seq, peak }: IncidentMessage,
  jpeg: Uint8Array,
  { site = 'plant-1', seenAt = peak.at }: { site?: string; seenAt?: Instant | undefined } = {},
): Promise<UploadOutcome> {
  const container = BlobServiceClient.fromConnectionString(connectionString).getContainerClient('uploads')
  await container.createIfNotExists()
  const blob = `${device}-media/${incident}-${seq}.jpg`
  await container.getBlockBlobClient(blob).uploadData(jpeg)
  const job = { kind: 'snapshot' as const, site, device, enqueuedAt: at, incident, blob, order: { at, bootId, seq }, attempt: 0, seenAt }
  return acceptUpload(ports, job)
}
