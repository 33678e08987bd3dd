import { z } from 'zod'
import { Id, Instant } from './ids.ts'
import { BlobPath, PictureMessage, RecordingMessage } from './messages.ts'

const common = {
  site: Id,
  device: Id,
  enqueuedAt: Instant,
  sentAt: Instant.optional(),
  /** Times that somebody looked for the file in vain. */
  attempt: z.int().nonnegative(),
}

/**
 * A file that a device says it uploaded. The message usually overtakes the file, by hours where the line is slow, so the
 * job is put back until the file is there.
 */
export const UploadJob = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('recording'), message: RecordingMessage }),
  z.strictObject({ ...common, kind: z.literal('picture'), message: PictureMessage }),
  z.strictObject({
    ...common,
    kind: z.literal('snapshot'),
    incident: Id,
    blob: BlobPath,
    order: z.strictObject({ at: Instant, bootId: Id, seq: z.int().nonnegative() }),
    /** When the picture was taken, by the device's clock. Older jobs do not say. */
    seenAt: Instant.optional(),
  }),
])
export type UploadJob = z.infer<typeof UploadJob>
export type UploadJobOf<Kind extends UploadJob['kind']> = Extract<UploadJob, { kind: Kind }>

const firstDelaySeconds = 5
const longestDelaySeconds = 3600

/** How long to wait for the file before the given attempt; undefined = it has been some three days, give up. */
export function uploadDelaySeconds(attempt: number): number | undefined {
  return attempt > 80 ? undefined : Math.min(longestDelaySeconds, firstDelaySeconds * 2 ** attempt)
}
