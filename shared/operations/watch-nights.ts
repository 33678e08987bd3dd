import { dueNight } from '../domain/due-nights.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { Night } from '../domain/night.ts'
import type { Site } from '../domain/roster.ts'
import type { Ports } from '../ports.ts'
import { type StartPorts, startNight } from './start-night.ts'

export interface WatchedSite {
  readonly site: Id
  /** Id of the night that was started. */
  readonly started?: string
  /** What went wrong at this site; the others go on. */
  readonly error?: unknown
}

export type WatchPorts = StartPorts & Pick<Ports, 'changes'>

const endOfTime = '9999-12-31T23:59:59.999Z'

/** Starts the nights that are due, and looks after those that should be under way. Run every few minutes, and as often as one likes. */
export async function watchNights(ports: WatchPorts): Promise<readonly WatchedSite[]> {
  const watched: WatchedSite[] = []
  for (const site of await ports.rosters.listSites()) {
    try {
      const started = await watchSite(ports, site)
      watched.push({ site: site.id, ...(started !== undefined && { started }) })
    } catch (error) {
      watched.push({ site: site.id, error })
    }
  }
  return watched
}

async function watchSite(ports: WatchPorts, site: Site): Promise<string | undefined> {
  const [newest] = (await ports.nights.list({ sites: [site.id], limit: 1 })).items
  // One after the other: what is due meanwhile is caught up by the next.
  if (newest?.state === 'running' && (await isUnderWay(ports, newest))) return undefined
  const { value: policy } = await ports.nights.policy(site.id)
  if (!policy.enabled) return undefined
  const firstChange = newest === undefined ? await firstChangeOf(ports, site.id) : undefined
  const date = dueNight(ports.clock(), { timeZone: site.timeZone, startsAt: policy.startsAt }, newest?.date, firstChange)
  if (date === undefined) return undefined
  const { night, isNew } = await startNight(ports, { site: site.id, date, startedBy: 'timer' })
  return isNew ? night.id : undefined
}

/** A night whose start was lost is started; one whose orchestration is no more is written off. */
async function isUnderWay(ports: WatchPorts, night: Night): Promise<boolean> {
  const status = await ports.orchestrations.status(night.id)
  if (status === undefined) await startNight(ports, { site: night.site, date: night.date, startedBy: night.startedBy })
  if (status === undefined || status.state === 'running') return true
  await writeOff(ports, night, status.state)
  return false
}

async function writeOff({ nights, clock }: WatchPorts, { site, id }: Night, state: string): Promise<void> {
  const found = await nights.find(site, id)
  if (found?.value.state !== 'running') return
  const problems = [...(await nights.problems(id)), { step: 'list' as const, reason: `Its orchestration has ${state} without a report.` }]
  const night: Night = { ...found.value, state: 'failed', endedAt: clock().toISOString(), problems, problemCount: problems.length }
  try {
    await nights.save({ ...night, problems: problems.slice(-100) }, found.version)
  } catch (error) {
    if (!(error instanceof Fault && error.code === 'night-changed')) throw error
  }
}

async function firstChangeOf({ changes }: WatchPorts, site: Id): Promise<Date | undefined> {
  for await (const { at } of changes.read({ site, from: undefined, to: endOfTime })) return new Date(at)
  return undefined
}
