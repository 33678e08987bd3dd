import type { Frame, FrameManifest } from './frame.ts'
import type { Annotation } from './frame-labels.ts'
import type { Instant } from './ids.ts'
import type { IncidentClaim } from './incident-claim.ts'
import type { MissedObject } from './missed-object.ts'

/** A box that a person drew on a picture of a recording. */
export type DrawnBox = Annotation & { readonly source: { readonly kind: 'person' } }

/**
 * How far the frame that was kept may lie from the picture that the person drew on. Frames are planned at these times,
 * so it is one frame's time, which is long for cameras of two frames a second.
 */
const maxDistanceMs = 500

/** Boxes out of verdicts and of reports of missed objects, by the frame that is nearest to what the person looked at. */
export function drawnBoxes(
  manifest: Pick<FrameManifest, 'frames' | 'camera' | 'site'>,
  claims: readonly IncidentClaim[],
  missedObjects: readonly MissedObject[],
): ReadonlyMap<string, readonly DrawnBox[]> {
  const found = [...claims.flatMap(boxesOfVerdict), ...missedObjects.filter((report) => isOf(manifest, report)).map(boxOfReport)]
  const placed = found.flatMap(({ seenAt, ...box }) => {
    const frame = nearestFrame(manifest.frames, seenAt)
    return frame === undefined || box.box.width <= 0 || box.box.height <= 0 ? [] : [{ frame: frame.id, box }]
  })
  return new Map(
    [...Map.groupBy(placed, ({ frame }) => frame)].map(([frame, boxes]) => [frame, withoutRepeats(boxes.map(({ box }) => box))]),
  )
}

interface FoundBox extends Annotation {
  readonly source: { readonly kind: 'person'; readonly who: string; readonly at: Instant }
  readonly seenAt: Instant
}

function boxesOfVerdict({ incident, label: own, verdict, stance }: IncidentClaim): FoundBox[] {
  // People who differ have not decided, and what they drew is not decided either.
  if (verdict === undefined || (stance !== 'confirmed' && stance !== 'rejected')) return []
  const { who, at, seq, boxes } = verdict
  return (
    boxes
      // "It is not there", and a box of it: the box shows what was taken for it.
      .filter(({ label }) => stance === 'confirmed' || label !== own)
      .map(({ label, box, at: seenAt }): FoundBox => {
        return { label, box, seenAt, source: { kind: 'person', who, at }, because: { kind: 'verdict', incident, seq, at } }
      })
  )
}

function boxOfReport({ id, who, reportedAt, at: seenAt, label, box }: MissedObject): FoundBox {
  const because = { kind: 'missed-object', missedObject: id, at: reportedAt } as const
  return { label, box, seenAt, source: { kind: 'person', who, at: reportedAt }, because }
}

function isOf({ camera, site }: Pick<FrameManifest, 'camera' | 'site'>, report: MissedObject): boolean {
  return report.camera === camera && report.site === site
}

/** Of two equally near, the earlier. */
function nearestFrame(frames: readonly Frame[], at: Instant): Frame | undefined {
  const distance = (frame: Frame) => Math.abs(Date.parse(frame.at) - Date.parse(at))
  const near = frames.filter((frame) => distance(frame) <= maxDistanceMs)
  return near.reduce<Frame | undefined>((best, frame) => (best === undefined || distance(frame) < distance(best) ? frame : best), undefined)
}

/** Two people who report the same thing with the same box teach it once; whose word it is must not hang on the order. */
function withoutRepeats(boxes: readonly DrawnBox[]): DrawnBox[] {
  const sorted = [...boxes].sort((a, b) => (JSON.stringify([a.because, a.source]) < JSON.stringify([b.because, b.source]) ? -1 : 1))
  return [...new Map(sorted.map((drawn) => [JSON.stringify([drawn.label, drawn.box]), drawn])).values()]
}
