import type { Id } from '../../domain/ids.ts'
import type { Observation } from '../../domain/judge-monitors.ts'
import type { Ports } from '../../ports.ts'

/** Whether a rollout that is under way gets on. One that waits for a person, a window or the end of an incident is not stuck. */
export async function observeRollout({ rollouts }: Pick<Ports, 'rollouts'>, site: Id): Promise<Observation[]> {
  const rollout = (await rollouts.active(site))?.value
  if (rollout === undefined || (rollout.state !== 'running' && rollout.state !== 'rolling-back')) return []
  const devices = await rollouts.devices(rollout.id)
  const progress = devices.map(({ device, ring, state }) => [device, ring, state])
  const isWaiting = rollout.state === 'running' && devices.some(({ ring, state }) => ring === rollout.ring && state === 'waiting')
  const place = { kind: 'rollout-stuck', subject: `rollout/${rollout.id}`, link: `/fleet/rollouts/${rollout.id}` } as const
  const summary = `Rollout ${rollout.id} does not get on.`
  if (isWaiting) return [{ ...place, summary, value: 0 }]
  // A ring is watched for as long as its policy says, and devices may take their time.
  const allowanceMinutes = (rollout.policy.bakeSeconds + rollout.policy.takeSeconds) / 60
  return [
    { ...place, summary, value: undefined, mark: JSON.stringify([rollout.state, rollout.ring, rollout.rings, progress]), allowanceMinutes },
  ]
}
