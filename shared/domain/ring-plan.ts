import { createHash } from 'node:crypto'
import type { Id } from './ids.ts'
import type { RolloutPolicy } from './rollout.ts'

export interface RingCandidate {
  readonly device: Id
  /** Its tag `ring`: the name of the ring that people want it in. */
  readonly ring: string | undefined
  readonly isConnected: boolean
}

/** So that 0.1 × 30 is 3 devices and not 4. */
const roundingError = 1e-9

/**
 * Which ring each device of a site belongs to, by its index. A person's tag wins. The others come in an order that is
 * the same every time and has nothing to do with their names, those that are away last: a ring of devices that do not
 * answer would prove nothing. The first ring has one device at least, the last one all that are left.
 */
export function planRings(site: Id, candidates: readonly RingCandidate[], rings: RolloutPolicy['rings']): Map<Id, number> {
  const plan = new Map<Id, number>()
  for (const { device, ring } of candidates) {
    const index = rings.findIndex(({ name }) => name === ring)
    if (index >= 0) plan.set(device, index)
  }
  const free = candidates
    .filter(({ device }) => !plan.has(device))
    .map((candidate) => ({ ...candidate, order: orderOf(site, candidate.device) }))
    .toSorted((a, b) => Number(b.isConnected) - Number(a.isConnected) || (a.order < b.order ? -1 : 1))
  for (const [index, { share }] of rings.entries()) {
    const isLast = index === rings.length - 1
    const wanted = isLast ? candidates.length : Math.max(1, Math.ceil(share * candidates.length - roundingError))
    const there = [...plan.values()].filter((ring) => ring <= index).length
    for (const { device } of free.splice(0, Math.max(0, wanted - there))) plan.set(device, index)
  }
  return plan
}

function orderOf(site: Id, device: Id): string {
  return createHash('sha256').update(`${site}\n${device}`).digest('hex')
}
