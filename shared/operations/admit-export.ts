import { z } from 'zod'
import { Fault } from '../domain/faults.ts'
import { type Id, Instant } from '../domain/ids.ts'
import { joinKey } from '../domain/keys.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { changeAlertLimit } from './change-alert-limit.ts'

/** Exports that one person may begin in an hour: each reads a whole dataset and writes it anew. */
const mostPerHour = 5
const hourMs = 3_600_000

/** When a person began exports. */
const Begun = z.array(Instant)

/**
 * Counts an export that a person begins. It is counted in storage: all instances of the app count together, and while storage
 * does not answer no export begins.
 *
 * @throws Fault `requests-too-many`
 */
export function admitExport({ alertLimits, clock }: Pick<Ports, 'alertLimits' | 'clock'>, { id }: Principal, site: Id): Promise<void> {
  const key = joinKey('exports', id)
  return changeAlertLimit(alertLimits, { site, key, schema: Begun }, async (begun = []) => {
    const nowMs = clock().getTime()
    const recent = begun.filter((at) => Date.parse(at) > nowMs - hourMs)
    const [oldest] = recent
    if (oldest === undefined || recent.length < mostPerHour) return { state: [...recent, clock().toISOString()], answer: undefined }
    const retryAfterSeconds = Math.ceil((Date.parse(oldest) + hourMs - nowMs) / 1000)
    throw new Fault('requests-too-many', `${mostPerHour} exports an hour are made for one person.`, { retryAfterSeconds })
  })
}
