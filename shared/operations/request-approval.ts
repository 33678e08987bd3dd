import { crashPoint } from '../crash-point.ts'
import type { Approval } from '../domain/approval.ts'
import { approvalId } from '../domain/approval-id.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { planDigest } from '../domain/plan-digest.ts'
import type { Ports } from '../ports.ts'
import { type AnnouncePorts, announceApproval } from './announce-approval.ts'
import { collectPartial } from './collect-partial.ts'

export type RequestApprovalPorts = AnnouncePorts &
  Pick<Ports, 'approvals' | 'models' | 'evaluations' | 'rollouts' | 'runs' | 'datasets' | 'incidents' | 'frameEdits' | 'audit'>

export interface ApprovalRequest {
  readonly site: Id
  readonly model: { readonly name: Id; readonly version: string }
  /** Digest of the comparison that people are to judge by. */
  readonly evaluation: string
  /** Somebody who asks in their own name. */
  readonly askedBy?: string | undefined
}

/**
 * Asks the people of a site whether a model may be released by the rollout policy of now. Asking the same again finds the
 * same question, also one that was answered.
 *
 * @throws Fault `not-found`, `input-invalid` for an evaluation of another model, `model-revoked`
 */
export async function requestApproval(ports: RequestApprovalPorts, request: ApprovalRequest): Promise<Approval> {
  const model = (await ports.models.find(request.model.name, request.model.version))?.value
  if (model === undefined || model.site !== request.site) throw new Fault('not-found', 'There is no such model at this site.')
  if (model.state === 'revoked') throw new Fault('model-revoked')
  const evaluation = await ports.evaluations.find(request.evaluation)
  if (evaluation === undefined) throw new Fault('not-found', 'There is no such evaluation.')
  if (evaluation.site !== model.site || evaluation.candidate.digest !== model.digest) {
    throw new Fault('input-invalid', `evaluation: it is about ${evaluation.candidate.name} ${evaluation.candidate.version}.`)
  }
  const { value: policy } = await ports.rollouts.policy(model.site)
  const reference = { name: model.name, version: model.version, digest: model.digest }
  const question = { site: model.site, model: reference, evaluation: evaluation.digest, plan: planDigest(policy) }
  const id = approvalId(question)
  const known = await ports.approvals.find(model.site, id)
  if (known !== undefined) return known.value

  const now = ports.clock()
  const approval: Approval = {
    ...{ id, ...question, gate: evaluation.gate.verdict, askedAt: now.toISOString() },
    ...(request.askedBy !== undefined && { askedBy: request.askedBy }),
    expiresAt: new Date(now.getTime() + policy.approvalHours * 3_600_000).toISOString(),
    ...{ state: 'waiting', needed: policy.approvals, decisions: [], partial: [...(await collectPartial(ports, model))] },
  }
  try {
    await ports.approvals.save(approval, undefined)
  } catch (error) {
    if (!(error instanceof Fault && error.code === 'approval-changed')) throw error
    // Somebody else asked at the same time.
    return (await ports.approvals.find(model.site, id))?.value ?? approval
  }
  crashPoint('approval-asked')
  await record(ports, approval)
  await announceApproval(ports, approval)
  return approval
}

function record({ audit }: RequestApprovalPorts, approval: Approval): Promise<void> {
  const { site, id, model, evaluation, plan, askedAt, askedBy = 'system', needed } = approval
  return audit.append(site, {
    ...{ at: askedAt, who: askedBy, action: 'approval-requested', subject: `approval/${id}` },
    detail: { model: `${model.name}/${model.version}`, digest: model.digest, evaluation, plan, needed },
  })
}
