import type { LegalHold } from './archive.ts'
import type { Id, Instant } from './ids.ts'

/** Whether a hold that was not released keeps this stretch of video; touching it by a single moment is enough. */
export function isHeld(
  holds: readonly LegalHold[],
  { site, camera, startedAt, endedAt }: { readonly site: Id; readonly camera: Id; readonly startedAt: Instant; readonly endedAt: Instant },
): boolean {
  return holds.some(
    (hold) =>
      hold.releasedAt === undefined &&
      hold.site === site &&
      (hold.camera === undefined || hold.camera === camera) &&
      hold.from <= endedAt &&
      hold.to >= startedAt,
  )
}
