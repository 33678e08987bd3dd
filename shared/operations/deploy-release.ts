import { crashPoint } from '../crash-point.ts'
import { Fault } from '../domain/faults.ts'
import type { Release } from '../domain/release.ts'
import { applyBase, type BasePorts } from './apply-base.ts'
import { changeRelease, type ReleaseKey, requireRelease } from './change-release.ts'
import { type StartRolloutPorts, startRollout } from './start-rollout.ts'

export type DeployPorts = BasePorts & StartRolloutPorts

/**
 * Sends a release that is ready to the devices: one that was approved ring by ring, one of a commissioning as the standing
 * deployment. Once: a rollout that has ended is not begun again. What holds it up stands in the row, and the timer comes again.
 */
export async function deployRelease(ports: DeployPorts, key: ReleaseKey): Promise<'deployed' | 'waiting'> {
  const release = await requireRelease(ports, key)
  if (release.state !== 'ready') return 'waiting'
  if (release.deployedAt !== undefined) return 'deployed'
  try {
    await send(ports, release)
  } catch (error) {
    if (!(error instanceof Fault && (error.kind === 'conflict' || error.kind === 'invalid'))) throw error
    await changeRelease(ports, key, (before) => (before.problem === error.message ? undefined : { ...before, problem: error.message }))
    return 'waiting'
  }
  crashPoint('release-sent')
  const deployedAt = ports.clock().toISOString()
  await changeRelease(ports, key, ({ problem: _, ...before }) => (before.deployedAt === undefined ? { ...before, deployedAt } : undefined))
  return 'deployed'
}

async function send(ports: DeployPorts, release: Release): Promise<void> {
  const { site, id } = release
  if (release.approval === undefined) return applyBase(ports, release)
  // A crash between the rollout's row and ours: it is there already, perhaps over by now.
  const begun = await ports.rollouts.find(site, `${id}-1`)
  if (begun === undefined) await startRollout(ports, { site, release: id, startedBy: 'system' })
}
