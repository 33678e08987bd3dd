import type { Ports } from '../ports.ts'

/** A rollout looks at hours; some days are left for people who ask what happened. */
const keptMs = 3 * 86_400_000

/** Removes the health messages that nobody compares any more. Run as often as one likes. Answers how many went. */
export async function retainHealthHistory({ devices, healthHistory, clock }: Pick<Ports, 'devices' | 'healthHistory' | 'clock'>) {
  const before = new Date(clock().getTime() - keptMs).toISOString()
  let removed = 0
  for (const { id } of await devices.list()) removed += await healthHistory.forget(id, before)
  return removed
}
