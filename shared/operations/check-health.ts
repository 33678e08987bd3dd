import { everySite } from '../domain/notice.ts'
import { quarterOf, sumOf } from '../domain/tally.ts'
import type { Ports } from '../ports.ts'
import { type AlertHealth, checkAlerts } from './check-alerts.ts'
import { type ClockHealth, checkClock } from './check-clock.ts'

type PartState = 'ok' | 'degraded'

export interface Health {
  readonly state: PartState
  /** Names of the parts that are not well. */
  readonly unwell: readonly string[]
  readonly alerts: AlertHealth
  readonly clock: ClockHealth
  /** `isWaiting`: storage was away, and what came meanwhile has not been taken in yet. */
  readonly spill: { readonly state: PartState; readonly isWaiting: boolean }
  /** Whether messages of devices still come in, where they came within the last two hours. */
  readonly intake: { readonly state: PartState; readonly messages: number; readonly before: number }
  /** Plants whose newest night has failed. */
  readonly nights: { readonly state: PartState; readonly failed: number }
  /** Critical notices of the service itself that are open. */
  readonly notices: { readonly state: PartState; readonly critical: number }
}

export type HealthPorts = Pick<Ports, 'outbox' | 'clock' | 'storageTime' | 'spill' | 'tallies' | 'nights' | 'rosters' | 'notices'>

const quarterMs = 15 * 60_000
const hourMs = 4 * quarterMs

/**
 * Whether the service does what people rely on, asked of the parts that fail silently.
 *
 * @throws Fault `storage-unavailable`: without storage nothing works, and that is down and not degraded
 */
export async function checkHealth(ports: HealthPorts): Promise<Health> {
  const [alerts, clock, spill, intake, nights, notices] = await Promise.all([
    checkAlerts(ports),
    checkClock(ports),
    checkSpill(ports),
    checkIntake(ports),
    checkNights(ports),
    checkNotices(ports),
  ])
  const parts = { alerts, clock, spill, intake, nights, notices }
  const unwell = Object.entries(parts).flatMap(([name, { state }]) => (state === 'ok' ? [] : [name]))
  return { state: unwell.length === 0 ? 'ok' : 'degraded', unwell, ...parts }
}

const stateOf = (isWell: boolean): PartState => (isWell ? 'ok' : 'degraded')

async function checkSpill({ spill }: HealthPorts): Promise<Health['spill']> {
  const isWaiting = (await spill.list(1)).length > 0
  return { state: stateOf(!isWaiting), isWaiting }
}

/** By what the instances count of themselves: the stream itself would have to be read to be asked. */
async function checkIntake({ tallies, clock }: HealthPorts): Promise<Health['intake']> {
  const now = clock().getTime()
  const known = await tallies.since(quarterOf(new Date(now - 2 * hourMs)))
  const recent = quarterOf(new Date(now - quarterMs))
  const messagesOf = (some: typeof known) => [...sumOf(some, 'devices').values()].reduce((sum, { messages = 0 }) => sum + messages, 0)
  const messages = messagesOf(known.filter(({ from }) => from >= recent))
  const before = messagesOf(known.filter(({ from }) => from < recent))
  return { state: stateOf(messages > 0 || before === 0), messages, before }
}

async function checkNights({ nights, rosters }: HealthPorts): Promise<Health['nights']> {
  const newest = await Promise.all((await rosters.listSites()).map(({ id }) => nights.list({ sites: [id], limit: 1 })))
  const failed = newest.filter(({ items }) => items[0]?.state === 'failed').length
  return { state: stateOf(failed === 0), failed }
}

async function checkNotices({ notices }: HealthPorts): Promise<Health['notices']> {
  const critical = (await notices.unresolved(everySite)).filter(({ severity }) => severity === 'critical').length
  return { state: stateOf(critical === 0), critical }
}
