import type { IncidentDetail } from '../../decisions/decision.ts'
import type { SeenFrame } from '../../video/seen-frames.ts'

type Incident = IncidentDetail['incident']

/** Something that happened in the course of an incident. */
export interface Happening {
  readonly kind: 'seen' | 'began' | 'fired' | 'peak' | 'last-seen' | 'closed' | 'reported'
  readonly at: string
  /** How sure the model was, 0 to 1. */
  readonly confidence?: number | undefined
}

/** The same thing may go unseen this long and still be the same thing. */
const longestBlinkMs = 2_000

/** What happened, in order. @param dwellSeconds How long the rule waited before it fired */
export function happeningsOf(incident: Incident, frames: readonly SeenFrame[], dwellSeconds: number): Happening[] {
  const sightings = sightingsOf(incident, frames)
  const first = sightings[0]
  const last = sightings.at(-1)
  const { startedAt, endedAt, peak, receivedAt } = incident
  const all: (Happening | undefined)[] = [
    first && first.at < startedAt ? { kind: 'seen', ...first } : undefined,
    dwellSeconds > 0 ? { kind: 'began', at: startedAt } : undefined,
    { kind: 'fired', at: new Date(Date.parse(startedAt) + dwellSeconds * 1000).toISOString() },
    { kind: 'reported', at: receivedAt },
    { kind: 'peak', at: peak.at, confidence: peak.detection.confidence },
    last && endedAt !== undefined && last.at < endedAt ? { kind: 'last-seen', ...last } : undefined,
    endedAt === undefined ? undefined : { kind: 'closed', at: endedAt },
  ]
  return all.filter((one) => one !== undefined).sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

/** How long the thing was seen within the incident, in seconds; undefined as long as that is not known. */
export function secondsSeen(incident: Incident, frames: readonly SeenFrame[]): number | undefined {
  const last = sightingsOf(incident, frames).at(-1)
  return last === undefined ? undefined : Math.max(0, (Date.parse(last.at) - Date.parse(incident.startedAt)) / 1000)
}

/** When the thing was seen: from the first of the sightings that lead up to the incident without a longer break. */
function sightingsOf({ label, startedAt, endedAt }: Incident, frames: readonly SeenFrame[]): { at: string; confidence: number }[] {
  const seen = frames.flatMap(({ at, detections }) => {
    const sure = detections.filter((one) => one.label === label).map(({ confidence = 1 }) => confidence)
    return sure.length === 0 || (endedAt !== undefined && at > endedAt) ? [] : [{ at, confidence: Math.max(...sure) }]
  })
  const begin = seen.findIndex(({ at }) => at >= startedAt)
  let from = begin === -1 ? seen.length : begin
  const isNear = (earlier: string, later: string) => Date.parse(later) - Date.parse(earlier) <= longestBlinkMs
  while (from > 0 && isNear(seen[from - 1]!.at, seen[from]?.at ?? startedAt)) from--
  return seen.slice(from)
}
