import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import type { QualityReport } from '../domain/quality-report.ts'
import { describeFrames } from './describe-frames.ts'
import { observeHours } from './observe-quality.ts'
import { requireSite } from './visible-sites.ts'
import { type WatchQualityPorts, watchQuality } from './watch-quality.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/**
 * Works a day (UTC) of a site out again from what is stored, also from what came late, and judges anew.
 *
 * @throws Fault `not-found`, `input-invalid` for a day that is to come
 */
export async function recomputeQuality(ports: WatchQualityPorts, person: Principal, site: Id, day: string): Promise<QualityReport> {
  const roster = await ports.rosters.find(requireSite(person, site))
  if (roster === undefined) throw new Fault('not-found')
  const now = ports.clock()
  const fromMs = Date.parse(`${day}T00:00:00.000Z`)
  if (fromMs > now.getTime()) throw new Fault('input-invalid', 'day: it is still to come.')
  const { timeZone } = roster.site
  const toMs = Math.min(fromMs + dayMs, Math.floor(now.getTime() / hourMs) * hourMs)
  await observeHours(ports, { site, timeZone, fromMs, toMs, isAnew: true })
  await describeFrames(ports, site, timeZone, day)
  const report = await watchQuality(ports, site, now)
  if (report === undefined) throw new Fault('not-found')
  return report
}
