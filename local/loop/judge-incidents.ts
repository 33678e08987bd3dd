import { iou } from '../../shared/domain/box.ts'
import type { Detection } from '../../shared/domain/detection.ts'
import type { Api } from '../console/api.ts'
import type { Film, Objects } from './film.ts'
import type { FoundFrame, RecordingRow, Timeline } from './find-in-film.ts'
import { camera, site } from './play.ts'
import { insideMs } from './policies.ts'
import { type Alarms, compareAlarms, staysOf } from './stays.ts'
import { waitFor } from './wait-for.ts'

export interface IncidentRow {
  readonly id: string
  readonly label: string
  readonly startedAt: string
  readonly endedAt?: string
  readonly phase: 'open' | 'closed'
  readonly verdict?: string
  readonly recordings: readonly string[]
  readonly peak: { readonly at: string; readonly detection: Detection }
}

/** Overlap from which a person would say "yes, that is it". */
const sameObjectIou = 0.3
/** The box is of one picture, the time of the message of another one close to it. */
const tolerantFrames = 3

/** Incidents and recordings since a moment, when nothing more comes: all closed, all uploaded. */
export async function whatHappened(api: Api, since: string): Promise<{ incidents: IncidentRow[]; recordings: RecordingRow[] }> {
  let before = ''
  return waitFor('recordings and incidents to arrive', 3, async () => {
    const of = `site=${site}&camera=${camera}&from=${since}&limit=100`
    const incidents = (await api.get<{ items: IncidentRow[] }>(`incidents?${of}`)).items
    const recordings = (await api.get<{ items: RecordingRow[] }>(`recordings?${of}`)).items
    const now = JSON.stringify([incidents.map(({ id, phase }) => id + phase), recordings.map(({ id }) => id)])
    const isQuiet = now === before && incidents.every(({ phase }) => phase === 'closed') && (await isDrained(api))
    before = now
    const byTime = <Row extends { startedAt: string }>(rows: Row[]) => rows.sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1))
    return isQuiet ? { incidents: byTime(incidents), recordings: byTime(recordings) } : undefined
  })
}

async function isDrained(api: Api): Promise<boolean> {
  const { health } = await api.get<{ health?: { receivedAt: string; message: { queueDepth: number } } }>('devices/edge-1')
  return health?.message.queueDepth === 0
}

/** Whether what the alert shows is what it says. */
export function isReal(incident: IncidentRow, timeline: Timeline): boolean {
  const found = timeline.atTime(incident.peak.at)
  if (found === undefined) return false
  const { label, box } = incident.peak.detection
  const around = found.film.truth.slice(Math.max(0, found.index - tolerantFrames), found.index + tolerantFrames + 1)
  return around.some((objects) => objects.some((one) => one.label === label && iou(one.box, box) >= sameObjectIou))
}

/** Something false may begin what goes on with a real one: whoever watches to the end confirms it. */
function isInView({ label, startedAt, endedAt = startedAt }: IncidentRow, timeline: Timeline): boolean {
  return timesBetween(Date.parse(startedAt), Date.parse(endedAt), lookMs).some((at) =>
    timeline.atTime(at)?.truth.some((one) => one.label === label),
  )
}

function timesBetween(from: number, to: number, distanceMs: number): string[] {
  const first = Math.ceil(from / distanceMs) * distanceMs
  const count = Math.max(0, Math.floor((to - first) / distanceMs) + 1)
  return Array.from({ length: count }, (_, step) => new Date(first + step * distanceMs).toISOString())
}

/** Gives each incident its verdict, and reports what was there and raised none. Answers how many of each. */
export async function judgeIncidents(
  api: Api,
  incidents: readonly IncidentRow[],
  films: readonly Film[],
  timeline: Timeline,
): Promise<{ confirmed: number; rejected: number; reported: number }> {
  let [confirmed, rejected, reported] = [0, 0, 0]
  for (const incident of incidents) {
    const verdict = isReal(incident, timeline) || isInView(incident, timeline) ? 'confirmed' : 'rejected'
    if (verdict === 'confirmed') confirmed++
    else rejected++
    const reason = verdict === 'confirmed' ? 'real' : 'wrong-object'
    await api.post(`incidents/${incident.id}/verdicts`, { verdict, reason, boxes: drawBoxes(incident, verdict, timeline) })
  }
  const label = incidents[0]?.label
  for (const film of label === undefined ? [] : films) {
    for (const stay of staysOf(film.truth, film.framesPerSecond, label!)) {
      const middle = Math.round(((stay.from + stay.to) / 2) * film.framesPerSecond)
      const isKnown = incidents.some((one) => isReal(one, timeline) && isWithin(timeline.atTime(one.peak.at), film, stay))
      const object = film.truth[middle]?.find((one) => one.label === label)
      const at = timeline.timeOf(film, middle)
      if (isKnown || object === undefined || at === undefined) continue
      await api.post('missed-objects', { site, camera, at, label, box: object.box })
      reported++
    }
  }
  return { confirmed, rejected, reported }
}

/** Distance of the pictures that a person looks at who watches a clip slowly. */
const lookMs = 100
const aroundMs = 500
const mostBoxes = 100

/**
 * What a person draws who takes care: everything that is on the pictures that the night takes out of the incident, at the
 * very times of those pictures. What was rejected is nowhere drawn: a picture beside the incident that shows it is left out.
 */
function drawBoxes(incident: IncidentRow, verdict: 'confirmed' | 'rejected', timeline: Timeline) {
  const { label: own, startedAt, endedAt = startedAt, peak } = incident
  const looks = timesBetween(Date.parse(startedAt) - aroundMs, Date.parse(endedAt) + aroundMs, insideMs)
  const pictures = new Map<string, Objects>()
  for (const look of [peak.at, ...looks]) {
    const found = timeline.atTime(look)
    if (found === undefined || (verdict === 'rejected' && found.truth.some(({ label }) => label === own))) continue
    pictures.set(found.at, found.truth)
  }
  const count = [...pictures.values()].flat().length
  const everyNth = Math.max(1, Math.ceil(count / mostBoxes))
  return [...pictures]
    .filter((_, index) => index % everyNth === 0)
    .flatMap(([at, objects]) => objects.map(({ label, box }) => ({ at, label, box })))
    .slice(0, mostBoxes)
}

function isWithin(found: FoundFrame | undefined, film: Film, { from, to }: { from: number; to: number }): boolean {
  if (found?.film !== film) return false
  const seconds = found.index / film.framesPerSecond
  return seconds >= from - 0.5 && seconds <= to + 0.5
}

/** Incidents of the device itself beside what its camera really saw in a film. */
export function compareIncidents(incidents: readonly IncidentRow[], film: Film, label: string, timeline: Timeline): Alarms {
  const openedAt = incidents.flatMap(({ startedAt }) => {
    const found = timeline.atTime(startedAt)
    return found?.film === film ? [found.index / film.framesPerSecond] : []
  })
  return compareAlarms(openedAt, staysOf(film.truth, film.framesPerSecond, label), film.truth.length / film.framesPerSecond)
}
