import { crashPoint } from '../crash-point.ts'
import { type ApprovalAnswer, answerApproval } from '../domain/answer-approval.ts'
import type { Approval } from '../domain/approval.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { type ClosePorts, closeIfOver } from './close-approval.ts'
import { findApproval } from './find-approval.ts'
import { type FollowPorts, followApproval } from './follow-approval.ts'

export type DecideApprovalPorts = FollowPorts & ClosePorts & Pick<Ports, 'approvals' | 'audit' | 'clock'>

/** People who answer at the same moment: each round one of them gets through, and the rule looks again. */
const maxRounds = 10

/**
 * A person's answer. The first that is written counts; what follows from it is made up for by the watch where this
 * process dies in between.
 *
 * @throws Fault `not-found`, `input-invalid` for other digests, `person-partial`, `approval-closed`
 */
export async function decideApproval(ports: DecideApprovalPorts, person: Principal, id: Id, answer: ApprovalAnswer): Promise<Approval> {
  for (let round = 1; ; round++) {
    const found = await findApproval(ports, person, id)
    const at = ports.clock().toISOString()
    const decided = answerApproval(found.value, person.id, answer, at)
    const closed = await closeIfOver(ports, found)
    if (closed !== undefined) throw new Fault('approval-closed', closed.decisions.at(-1)?.reason)
    try {
      await ports.approvals.save(decided, found.version)
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'approval-changed') || round === maxRounds) throw error
      continue
    }
    crashPoint('approval-decided')
    await record(ports, person, decided, answer, at)
    // The answer stands whatever comes of it: the watch does what is left, and says every minute why it cannot.
    await followApproval(ports, decided).catch(() => {})
    return decided
  }
}

function record({ audit }: DecideApprovalPorts, person: Principal, approval: Approval, answer: ApprovalAnswer, at: string): Promise<void> {
  const { site, id, model, state } = approval
  return audit.append(site, {
    ...{ at, who: person.id, action: `approval-${answer.decision}`, subject: `approval/${id}` },
    detail: { model: `${model.name}/${model.version}`, digest: model.digest, evaluation: answer.evaluation, plan: answer.plan, state },
  })
}
