import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { planDigest } from '../domain/plan-digest.ts'
import type { Release } from '../domain/release.ts'
import type { Rollout, RolloutPolicy } from '../domain/rollout.ts'
import type { Ports } from '../ports.ts'
import { beginRolloutOrchestration } from './begin-rollout-orchestration.ts'
import { requireDeployable } from './require-deployable.ts'
import { deploymentInForce } from './settle-champion.ts'

export interface RolloutRequest {
  readonly site: Id
  readonly release: Id
  /** Id of the person, or `system`. */
  readonly startedBy: string
}

export type StartRolloutPorts = Pick<
  Ports,
  'rollouts' | 'releases' | 'approvals' | 'models' | 'deployments' | 'orchestrations' | 'audit' | 'clock'
>

const maxRounds = 50

/**
 * Sends a release on its way through the rings of its site. The row decides: of many starts at once one writes it, and all
 * of them for the same release answer with it. A start that dies between the row and the engine is made up for by the timer.
 *
 * @throws Fault `rollout-active` while another release is on its way; `model-revoked`, `approval-closed`, `input-invalid`
 */
export async function startRollout(ports: StartRolloutPorts, request: RolloutRequest): Promise<Rollout> {
  const { site } = request
  const release = (await ports.releases.find(site, request.release))?.value
  if (release === undefined) throw new Fault('not-found', `release ${request.release}`)
  await requireDeployable(ports, release)
  const { value: policy } = await ports.rollouts.policy(site)
  await requireApproval(ports, release, policy)
  const rollout = await claim(ports, request, release, policy)
  await beginRolloutOrchestration(ports, rollout)
  return rollout
}

async function claim(ports: StartRolloutPorts, request: RolloutRequest, release: Release, policy: RolloutPolicy): Promise<Rollout> {
  for (let round = 0; round < maxRounds; round++) {
    const active = (await ports.rollouts.active(request.site))?.value
    if (active?.release === release.id) return active
    if (active !== undefined) throw new Fault('rollout-active', `${active.id} is ${active.state}.`)
    const rollout = await newRollout(ports, request, release, policy)
    try {
      await ports.rollouts.save(rollout, undefined)
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'rollout-changed')) throw error
      continue
    }
    await ports.audit.append(rollout.site, {
      at: rollout.startedAt,
      who: request.startedBy,
      action: 'rollout-started',
      subject: `rollout/${rollout.id}`,
      detail: { release: release.id, before: rollout.before ?? 'none', model: release.model?.digest ?? 'none', plan: rollout.policySha256 },
    })
    return rollout
  }
  throw new Fault('rollout-changed', `Lost ${maxRounds} rounds.`)
}

async function newRollout(
  ports: StartRolloutPorts,
  { site, startedBy }: RolloutRequest,
  { id: release, model }: Release,
  policy: RolloutPolicy,
): Promise<Rollout> {
  const before = await releaseInForce(ports, site, release)
  return {
    ...{ id: await nextId(ports, site, release), site, release, ...(model && { model }), ...(before && { before }) },
    ...{ policy, policySha256: planDigest(policy), state: 'waiting', ring: 0 },
    rings: policy.rings.map(({ name }) => ({ name, devices: 0, well: 0, failed: 0, away: 0 })),
    ...{ startedAt: ports.clock().toISOString(), startedBy },
  }
}

async function nextId({ rollouts }: StartRolloutPorts, site: Id, release: Id): Promise<Id> {
  for (let number = 1; ; number++) {
    const id = `${release}-${number}`
    if ((await rollouts.find(site, id)) === undefined) return id
  }
}

/** @throws Fault `input-invalid` for one that every device has: its layer would be taken from all but a few */
async function releaseInForce({ deployments }: StartRolloutPorts, site: Id, release: Id): Promise<Id | undefined> {
  const inForce = deploymentInForce(await deployments.list(), site)?.labels['release']
  if (inForce === release) throw new Fault('input-invalid', `release: ${release} is in force at ${site} already.`)
  return inForce
}

/** What people approved is the model, and the way on which it gets to the devices. */
async function requireApproval({ approvals }: StartRolloutPorts, { site, approval: id, model }: Release, policy: RolloutPolicy) {
  if (id === undefined) return
  const approval = (await approvals.find(site, id))?.value
  if (approval?.state !== 'approved' || approval.model.digest !== model?.digest)
    throw new Fault('approval-closed', `approval ${id} does not allow this model.`)
  if (approval.plan !== planDigest(policy))
    throw new Fault('approval-closed', 'The rollout policy is not the one that was approved. Ask again, or set the policy back.')
}
