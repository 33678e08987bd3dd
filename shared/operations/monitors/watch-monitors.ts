import { crashPoint } from '../../crash-point.ts'
import { Fault } from '../../domain/faults.ts'
import type { Id } from '../../domain/ids.ts'
import { type Finding, judgeMonitors } from '../../domain/judge-monitors.ts'
import { monitors } from '../../domain/monitor-defaults.ts'
import type { MonitorKind, MonitorPolicy } from '../../domain/monitor-policy.ts'
import { everySite, isUnresolved, type Notice } from '../../domain/notice.ts'
import type { NoticeAction } from '../../domain/notice-action.ts'
import { reportOf } from '../../domain/report-of.ts'
import type { Ports } from '../../ports.ts'
import { announceNotice } from '../announce-notice.ts'
import { changeNotice } from '../change-notice.ts'
import { clearNotice } from '../clear-notice.ts'
import { type RaiseNoticePorts, raiseNotice } from '../raise-notice.ts'
import type { Looks } from './look-all.ts'
import { type ObserveServicePorts, observeService } from './observe-service.ts'
import { type ObserveSitePorts, observeSite } from './observe-site.ts'
import { planActions } from './plan-actions.ts'
import { type SettlePorts, settleActions } from './settle-actions.ts'

export type WatchMonitorsPorts = ObserveServicePorts &
  ObserveSitePorts &
  SettlePorts &
  RaiseNoticePorts &
  Pick<Ports, 'monitors' | 'telemetry'>

export interface WatchedMonitors {
  readonly site: Id
  readonly opened: readonly string[]
  readonly cleared: readonly string[]
  /** What could not be looked at or done now; the rest was, and this is tried again. */
  readonly failures: readonly { readonly what: string; readonly error: unknown }[]
}

/**
 * One look of all monitors, at the service and at every plant: notices are opened and cleared, and what the policy binds
 * to them is done. Run every minute, and as often as one likes.
 */
export async function watchMonitors(ports: WatchMonitorsPorts): Promise<readonly WatchedMonitors[]> {
  const sites = [everySite, ...(await ports.rosters.listSites()).map(({ id }) => id)]
  const watched: WatchedMonitors[] = []
  for (const site of sites) watched.push(await watchSite(ports, site))
  return watched
}

async function watchSite(ports: WatchMonitorsPorts, site: Id): Promise<WatchedMonitors> {
  const failures: { what: string; error: unknown }[] = []
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work()
    } catch (error) {
      failures.push({ what, error })
      return undefined
    }
  }
  const judged = await attempt('look', () => judge(ports, site))
  const opened: string[] = []
  const cleared: string[] = []
  for (const { kind, error } of judged?.failures ?? []) failures.push({ what: kind, error })
  for (const finding of judged?.wrong ?? []) {
    const notice = await attempt(finding.observation.subject, () => raise(ports, finding))
    if (notice !== undefined && notice.openedAt === notice.updatedAt) opened.push(`${notice.kind} ${notice.subject}`)
  }
  // Also those that an earlier look could not finish.
  for (const notice of (await attempt('list', () => unresolvedOfMonitors(ports, site))) ?? [])
    await attempt(notice.subject, () => settle(ports, notice))
  for (const about of judged?.over ?? []) {
    const done = await attempt(about.subject, () => end(ports, { site, ...about }))
    if (done !== undefined) cleared.push(`${about.kind} ${about.subject}`)
  }
  return { site, opened, cleared, failures }
}

async function judge(ports: WatchMonitorsPorts, site: Id) {
  const [{ value: policy }, tracks, open] = await Promise.all([
    ports.monitors.policy(site),
    ports.monitors.tracks(site),
    unresolvedOfMonitors(ports, site),
  ])
  const looks = await look(ports, site, policy)
  for (const { kind, subject, value } of looks.observations) {
    if (value !== undefined) ports.telemetry.state(`sightloop.monitor.${kind}`, value, { site, subject })
  }
  const judged = judgeMonitors(looks, { site, policy, tracks: tracks.value, open, now: ports.clock().toISOString() })
  try {
    await ports.monitors.saveTracks(site, judged.tracks, tracks.version)
  } catch (error) {
    // Another instance has looked meanwhile, and acts on what it saw.
    if (error instanceof Fault && error.code === 'notice-changed') return { wrong: [], over: [], failures: looks.failures }
    throw error
  }
  crashPoint('monitors-judged')
  return { ...judged, failures: looks.failures }
}

function look(ports: WatchMonitorsPorts, site: Id, policy: MonitorPolicy): Promise<Looks> {
  return site === everySite ? observeService(ports) : observeSite(ports, site, policy)
}

async function unresolvedOfMonitors({ notices }: WatchMonitorsPorts, site: Id): Promise<readonly Notice[]> {
  return (await notices.unresolved(site)).filter(({ kind }) => kind in monitors)
}

/** Opens it or brings it up to date, and writes down what is to be done, once for each opening. */
async function raise(ports: WatchMonitorsPorts, finding: Finding): Promise<Notice> {
  const notice = await raiseNotice(ports, reportOf(finding))
  const known = new Set(notice.actions.map(({ id }) => id))
  const isPlanned = finding.settings.actions.every(({ kind }) => notice.actions.some((action) => action.kind === kind))
  if (isPlanned) return notice
  const planned = (await planActions(ports, finding)).filter(({ id }) => !known.has(id))
  const changed = await changeNotice<Notice>(ports, notice, 'system', (current) => withPlanned(current, notice, planned))
  crashPoint('actions-planned')
  return changed
}

function withPlanned(current: Notice, seen: Notice, planned: readonly NoticeAction[]): Notice {
  if (!isUnresolved(current) || current.openings !== seen.openings) return current
  const added = planned.filter(({ id }) => !current.actions.some((action) => action.id === id))
  return added.length === 0 ? current : { ...current, actions: [...current.actions, ...added].slice(0, 20) }
}

async function settle(ports: WatchMonitorsPorts, notice: Notice): Promise<void> {
  await announceNotice(ports, await settleActions(ports, notice))
}

/** First what was done is taken back where the policy says so, then it is over: nothing that is over has something left to do. */
async function end(ports: WatchMonitorsPorts, about: { site: Id; kind: MonitorKind; subject: string }): Promise<Notice | undefined> {
  const found = (await unresolvedOfMonitors(ports, about.site)).find(
    ({ kind, subject }) => kind === about.kind && subject === about.subject,
  )
  if (found === undefined) return undefined
  const undoing = await changeNotice<Notice>(ports, found, 'system', (known) => {
    const isUndone = ({ state, undo }: NoticeAction) => undo === 'on-clear' && (state === 'done' || state === 'planned')
    if (!known.actions.some(isUndone)) return known
    return {
      ...known,
      actions: known.actions.map((action) => (isUndone(action) ? { ...action, state: 'undoing', undoneBy: 'system' } : action)),
    }
  })
  crashPoint('undoing-written')
  await settleActions(ports, undoing)
  return clearNotice(ports, about)
}
