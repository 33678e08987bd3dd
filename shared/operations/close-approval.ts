import { closeApproval } from '../domain/answer-approval.ts'
import type { Approval } from '../domain/approval.ts'
import { Fault } from '../domain/faults.ts'
import type { Versioned } from '../domain/page.ts'
import { planDigest } from '../domain/plan-digest.ts'
import type { Ports } from '../ports.ts'
import { refuseModel } from './set-model-state.ts'

export type ClosePorts = Pick<Ports, 'approvals' | 'models' | 'evaluations' | 'rollouts' | 'audit' | 'clock'>

/**
 * Closes a question that has run out, or whose answer would be about something else by now: another champion than the
 * one that the model was compared with, another rollout policy, a revoked model.
 *
 * @returns the closed question; undefined where it is still open
 */
export async function closeIfOver(ports: ClosePorts, { value: approval, version }: Versioned<Approval>): Promise<Approval | undefined> {
  if (approval.state !== 'waiting') return approval
  const now = ports.clock().toISOString()
  const isExpired = now >= approval.expiresAt
  const reason = isExpired ? `Nobody decided until ${approval.expiresAt}.` : await whyOutdated(ports, approval)
  if (reason === undefined) return undefined
  const closed = closeApproval(approval, isExpired ? 'expired' : 'rejected', reason, now)
  try {
    await ports.approvals.save(closed, version)
  } catch (error) {
    if (!(error instanceof Fault && error.code === 'approval-changed')) throw error
    // Somebody was faster; whoever asked looks again.
    return undefined
  }
  await ports.audit.append(approval.site, {
    ...{ at: now, who: 'system', action: isExpired ? 'approval-expired' : 'approval-outdated', subject: `approval/${approval.id}` },
    detail: { model: `${approval.model.name}/${approval.model.version}`, reason },
  })
  // One whose champion or plan has changed may be asked about anew; silence is a no.
  if (isExpired) await refuseModel(ports, approval, reason)
  return closed
}

async function whyOutdated({ models, evaluations, rollouts }: ClosePorts, approval: Approval): Promise<string | undefined> {
  const { site, model, plan } = approval
  if ((await models.revoked()).has(model.digest)) return 'The model was revoked meanwhile.'
  const policy = (await rollouts.policy(site)).value
  if (planDigest(policy) !== plan) return 'The rollout policy of the site changed meanwhile.'
  const [evaluation, champion] = await Promise.all([evaluations.find(approval.evaluation), models.champion(site)])
  const now = champion?.value.model.digest
  return evaluation?.champion?.digest === now ? undefined : 'Another model is in force by now than the one it was compared with.'
}
