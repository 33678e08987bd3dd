import { crashPoint } from '../crash-point.ts'
import { type ComplianceDecision, countHour, type HourCounts, hourOf, startOfHour } from '../domain/compliance-decision.ts'
import { type CompliancePolicy, retentionClasses } from '../domain/compliance-policy.ts'
import type { Id, Instant } from '../domain/ids.ts'
import { isHeld } from '../domain/legal-hold.ts'
import type { Versioned } from '../domain/page.ts'
import type { Ports } from '../ports.ts'
import { inParallel } from './in-parallel.ts'

const dayMs = 86_400_000
/** Decisions about what stayed are kept for so long, for dry runs and questions; their counts for ever. */
const decisionDays = 90
/** What one run removes at most of a site; the next one goes on. */
const mostRemoved = 5000
const removalsAtOnce = 8

export type RetainCompliantPorts = Pick<
  Ports,
  'rosters' | 'complianceDecisions' | 'compliancePolicies' | 'leaving' | 'holds' | 'audit' | 'storageTime' | 'incidents'
>

export interface CompliantRetention {
  readonly site: Id
  readonly removed: number
  /** Old enough, and kept because of a legal hold. */
  readonly held: number
  readonly error?: unknown
}

/** Removes what left a site and was kept for as long as its class says, by the policy that holds now; a legal hold wins. */
export async function retainCompliant(ports: RetainCompliantPorts): Promise<readonly CompliantRetention[]> {
  const outcomes: CompliantRetention[] = []
  for (const { id: site } of await ports.rosters.listSites()) {
    try {
      outcomes.push({ site, ...(await retainSite(ports, site)) })
    } catch (error) {
      outcomes.push({ site, removed: 0, held: 0, error })
    }
  }
  return outcomes
}

async function retainSite(ports: RetainCompliantPorts, site: Id): Promise<{ removed: number; held: number }> {
  const now = (await ports.storageTime()).toISOString()
  const { policy } = await ports.compliancePolicies.newest(site)
  const hours = await ports.complianceDecisions.counts(site, '0', hourOf(now))
  const open = hours.filter(({ isClosed }) => !isClosed)
  const { due, held } = await findDue(ports, policy, open, now)
  if (due.length > 0) await removeFiles(ports, site, due, now)
  for (const { hour } of open) if (isOver(hour, policy, now)) await close(ports, site, hour)
  return { removed: due.length, held }
}

async function findDue(ports: RetainCompliantPorts, policy: CompliancePolicy, hours: readonly HourCounts[], now: Instant) {
  const due: Versioned<ComplianceDecision>[] = []
  let held = 0
  for (const { site, hour, files } of hours) {
    const isDue = retentionClasses.some((name) => files[name] !== undefined && isPast(startOfHour(hour), policy.retentionDays[name], now))
    if (!isDue) continue
    const holds = await ports.holds.list(site)
    for (const decision of await ports.complianceDecisions.ofHour(site, hour)) {
      const { left, facts } = decision.value
      if (left === undefined || !isPast(facts.at, policy.retentionDays[left.retention], now)) continue
      if (await isKept(ports, holds, decision.value)) held++
      else due.push(decision)
    }
    if (due.length >= mostRemoved) break
  }
  return { due: due.slice(0, mostRemoved), held }
}

/** A hold keeps what is about its camera in its time; what names no camera it keeps for the site as a whole. */
async function isKept(
  { incidents }: RetainCompliantPorts,
  holds: Parameters<typeof isHeld>[0],
  { site, item, facts }: ComplianceDecision,
): Promise<boolean> {
  if (holds.length === 0) return false
  const incident = 'incident' in item ? (await incidents.find(item.incident))?.value : undefined
  const endedAt =
    incident?.endedAt ?? (item.kind === 'anomaly' ? item.anomaly.until : new Date(Date.parse(facts.at) + 60_000).toISOString())
  const cameras = facts.cameras.length > 0 ? facts.cameras : [...new Set(holds.flatMap(({ camera }) => camera ?? []))]
  return ['', ...cameras].some((camera) => isHeld(holds, { site, camera, startedAt: facts.at, endedAt }))
}

/** On the audit chain before the first file goes. Killed anywhere, the next run goes on. */
async function removeFiles(
  ports: RetainCompliantPorts,
  site: Id,
  due: readonly Versioned<ComplianceDecision>[],
  at: Instant,
): Promise<void> {
  const detail = { files: due.length, oldest: due[0]!.value.hour, newest: due.at(-1)!.value.hour }
  await ports.audit.append(site, { at, who: 'system', action: 'compliant-data-removed', subject: `site/${site}/compliant`, detail })
  crashPoint('compliant-audited')
  const holds = await ports.holds.list(site)
  await inParallel(due, removalsAtOnce, async ({ value, version }) => {
    // A hold that came since the list was made counts.
    if (await isKept(ports, holds, value)) return
    const { left, ...rest } = value
    await ports.leaving.remove(left!.container, left!.path)
    crashPoint('compliant-removed')
    await ports.complianceDecisions.save({ ...rest, expiredAt: at }, version)
    crashPoint('compliant-noted')
  })
  for (const hour of new Set(due.map(({ value }) => value.hour))) await ports.complianceDecisions.touch(site, hour)
}

const isPast = (from: Instant, days: number, now: Instant) => Date.parse(from) + days * dayMs <= Date.parse(now)

/** Nothing of this hour can be due for anything any more. */
function isOver(hour: string, { retentionDays }: CompliancePolicy, now: Instant): boolean {
  const afterHour = new Date(Date.parse(startOfHour(hour)) + 3_600_000).toISOString()
  return isPast(afterHour, Math.max(decisionDays, retentionDays.long), now)
}

/** The counts stay, the decisions go. An hour with something that a hold keeps stays open. */
async function close({ complianceDecisions }: RetainCompliantPorts, site: Id, hour: string): Promise<void> {
  const decisions = (await complianceDecisions.ofHour(site, hour)).map(({ value }) => value)
  if (decisions.some(({ left, stale }) => left !== undefined || stale.length > 0)) return
  await complianceDecisions.touch(site, hour)
  const touched = (await complianceDecisions.touched(site)).find(({ value }) => value.hour === hour)
  if (touched === undefined) return
  // The next count forgets what was decided, as it would after a crash here.
  await complianceDecisions.saveCounts({ ...touched.value, ...countHour(decisions), isClosed: true }, touched.version, true)
}
