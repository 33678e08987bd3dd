import { z } from 'zod'
import { Id, Instant } from './ids.ts'
import { joinKey } from './keys.ts'
import { BlobPath } from './messages.ts'
import { ReportedAnomaly } from './reported-anomaly.ts'

/** How much of what cameras saw is one item: a minute of one camera. A blob for each message would cost more than the data. */
export const windowMs = 60_000

/**
 * Something that was stored and whose leave-taking must be decided: a reference, never the thing itself. (An anomaly is
 * no more than a few numbers and lies in the item.)
 */
export const ComplianceItem = z.discriminatedUnion('kind', [
  /** All that models saw in one minute of a camera; `at` is where the minute begins. */
  z.strictObject({ kind: z.literal('inferences'), site: Id, camera: Id, at: Instant }),
  z.strictObject({ kind: z.literal('incident'), site: Id, incident: Id }),
  /** `seenAt`: when the picture was taken by the device's clock, `filedAt` the same by ours; without it nobody knows who is on it. */
  z.strictObject({
    ...{ kind: z.literal('snapshot'), site: Id, incident: Id, path: BlobPath },
    seen: z.strictObject({ seenAt: Instant, filedAt: Instant }).optional(),
  }),
  /** A result of a device's scoring endpoint, filed under `at`. */
  z.strictObject({ kind: z.literal('score'), site: Id, at: Instant, device: Id, bootId: Id, seq: z.int().nonnegative() }),
  z.strictObject({ kind: z.literal('anomaly'), site: Id, anomaly: ReportedAnomaly }),
])
export type ComplianceItem = z.infer<typeof ComplianceItem>

export const itemKinds = ['inferences', 'incident', 'snapshot', 'score', 'anomaly'] as const satisfies readonly ComplianceItem['kind'][]
export type ItemKind = (typeof itemKinds)[number]

/** A message of the queue `compliance`: it wakes, the row of what waits decides. */
export const ComplianceJob = z.strictObject({ site: Id, key: z.string().min(1).max(512) })
export type ComplianceJob = z.infer<typeof ComplianceJob>

/** The same item has the same key, however often and from wherever it comes. */
export function itemKey(item: ComplianceItem): string {
  switch (item.kind) {
    case 'inferences':
      return joinKey(item.kind, item.camera, item.at)
    case 'incident':
      return joinKey(item.kind, item.incident)
    case 'snapshot':
      return joinKey(item.kind, item.path)
    case 'score':
      return joinKey(item.kind, item.device, item.bootId, String(item.seq))
    case 'anomaly':
      return joinKey(item.kind, item.anomaly.id)
  }
}

/** The item that a message of a camera belongs to, by the time under which the message is filed. */
export function windowOf(site: Id, camera: Id, time: Instant): ComplianceItem & { readonly kind: 'inferences' } {
  return { kind: 'inferences', site, camera, at: new Date(Math.floor(Date.parse(time) / windowMs) * windowMs).toISOString() }
}
