import type { Rollout } from '../domain/rollout.ts'
import type { Ports } from '../ports.ts'

/** Event that ends an orchestration's wait; whoever is woken looks at the row. */
export const rolloutChanged = 'rollout-changed'

const maxInstances = 100

/**
 * Wakes the orchestration of a rollout, or starts one. An instance that has ended stays ended, so a rollout that is taken
 * back after its end goes on under another instance; two at once would only look twice.
 */
export async function beginRolloutOrchestration(
  { orchestrations }: Pick<Ports, 'orchestrations'>,
  { id, site }: Rollout,
): Promise<'woken' | 'started'> {
  for (let number = 1; number <= maxInstances; number++) {
    const instance = number === 1 ? id : `${id}-again-${number}`
    const status = await orchestrations.status(instance)
    if (status !== undefined && status.state !== 'running') continue
    if (status === undefined) await orchestrations.start('rollout', instance, { site, rollout: id })
    else await orchestrations.wake(instance, rolloutChanged)
    return status === undefined ? 'started' : 'woken'
  }
  throw new Error(`${id} has had ${maxInstances} orchestrations.`)
}
