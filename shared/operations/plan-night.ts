import { Fault } from '../domain/faults.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { Change } from '../domain/night.ts'
import type { WorkPlace } from '../ports/night.ts'
import type { Ports } from '../ports.ts'
import { inParallel } from './in-parallel.ts'
import { recordingsOverlapping } from './recordings-overlapping.ts'

export type PlanPorts = Pick<
  Ports,
  'nights' | 'changes' | 'recordings' | 'recordingWork' | 'incidents' | 'missedObjects' | 'storageTime' | 'frames'
>

/** What a night has to do. The recordings themselves lie in pages in the night's store: they would be too long for the history. */
export interface NightPlan {
  /** Changes before this instant are in it. */
  readonly to: Instant
  readonly recordings: number
  readonly pages: number
}

/** A page's recordings are under way at once as far as the host lets them, and fill one history. */
export const recordingsPerPage = 100

/** How far around an incident its frames may lie: the longest roll before and after it that a camera can be set to. */
const rollMs = 60_000
/** An incident that nobody saw end is taken to have lasted so long. */
const longestIncidentMs = 24 * 3_600_000
/** A crowd of reads at once, but not so many that storage throttles. */
const readsAtOnce = 16
const maxFailures = 2

/**
 * Turns what changed into the recordings whose work is due. All of it can be done again: a mark whose fact was never
 * written, or that was looked at before, costs a look and nothing else.
 *
 * @throws Fault `not-found` for a night that was never started
 */
export async function planNight(ports: PlanPorts, { site, night }: { site: Id; night: string }): Promise<NightPlan> {
  const row = await ports.nights.find(site, night)
  if (row === undefined) throw new Fault('not-found', `night ${night}`)
  // The service tells its time in whole seconds, and what was marked in this one belongs to it.
  const to = new Date((await ports.storageTime()).getTime() + 1000).toISOString()
  const changed = await changedThings(ports, { site, from: row.value.from, to })
  const due = await dueRecordings(ports, site, changed)
  // By camera and time: what lies together is worked on together, and the order is the same in every run.
  const sorted = [...due.values()].sort((a, b) => compare(a.camera, b.camera) || compare(a.startedAt, b.startedAt) || compare(a.id, b.id))
  const ids = sorted.map(({ id }) => id)
  const pages = Math.ceil(ids.length / recordingsPerPage)
  for (let page = 0; page < pages; page++) {
    await ports.nights.savePage(night, page, ids.slice(page * recordingsPerPage, (page + 1) * recordingsPerPage))
  }
  return { to, recordings: ids.length, pages }
}

type Things = Record<Change['kind'], Set<Id>>

async function changedThings({ changes }: PlanPorts, range: { site: Id; from: Instant | undefined; to: Instant }): Promise<Things> {
  const things: Things = { recording: new Set(), incident: new Set(), decision: new Set(), 'missed-object': new Set(), edit: new Set() }
  for await (const { kind, id } of changes.read(range)) things[kind].add(id)
  return things
}

async function dueRecordings(ports: PlanPorts, site: Id, things: Things): Promise<Map<Id, WorkPlace>> {
  const due = new Map<Id, WorkPlace>()
  const take = async (recording: WorkPlace | undefined) => {
    if (recording === undefined || recording.site !== site || due.has(recording.id)) return
    const work = await ports.recordingWork.find(recording)
    if ((work?.value.failures.length ?? 0) < maxFailures) due.set(recording.id, recording)
  }
  const takeAround = async (camera: Id, startedAt: Instant, endedAt: Instant) => {
    const stretch = { site, camera, from: shift(startedAt, -rollMs), to: shift(endedAt, rollMs) }
    for await (const recording of recordingsOverlapping(ports, stretch)) await take(recording)
  }
  await inParallel([...things.recording, ...things.edit], readsAtOnce, async (id) =>
    take((await ports.recordings.find(id)) ?? (await sentPicture(ports, id))),
  )
  await inParallel(things.incident, readsAtOnce, async (id) => {
    const incident = (await ports.incidents.find(id))?.value
    if (incident?.site !== site || incident.kind === 'camera') return
    const { camera, startedAt, endedAt = shift(startedAt, longestIncidentMs) } = incident
    await takeAround(camera, startedAt, endedAt)
  })
  await eachReport(ports, site, things['missed-object'], ({ camera, at }) => takeAround(camera, at, at))
  return due
}

async function sentPicture({ frames }: PlanPorts, id: Id): Promise<WorkPlace | undefined> {
  const manifest = await frames.manifest(id)
  return manifest?.sent && { ...manifest, id }
}

/** Reports are found by their time alone; there are few of them, and the newest, which are asked for, come first. */
async function eachReport(
  { missedObjects }: PlanPorts,
  site: Id,
  wanted: Set<Id>,
  look: (report: { camera: Id; at: Instant }) => Promise<void>,
): Promise<void> {
  const left = new Set(wanted)
  let cursor: string | undefined
  while (left.size > 0) {
    const page = await missedObjects.list({ site, limit: 100, ...(cursor !== undefined && { cursor }) })
    for (const report of page.items) if (left.delete(report.id)) await look(report)
    if (page.cursor === undefined) return
    cursor = page.cursor
  }
}

function shift(instant: Instant, ms: number): Instant {
  return new Date(Date.parse(instant) + ms).toISOString()
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
