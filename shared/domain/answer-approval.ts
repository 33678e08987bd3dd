import type { Approval, Decision } from './approval.ts'
import { Fault } from './faults.ts'
import type { Instant } from './ids.ts'

/** What somebody says, and the digests of what they were shown. */
export interface ApprovalAnswer {
  readonly decision: Decision['decision']
  readonly reason: string
  readonly model: string
  readonly evaluation: string
  readonly plan: string
}

/**
 * The question after an answer. One no closes it; a yes counts once a person, and only from people who had no hand in it.
 *
 * @throws Fault `input-invalid` for an answer to something else, `approval-closed`, `person-partial`
 */
export function answerApproval(approval: Approval, by: string, answer: ApprovalAnswer, at: Instant): Approval {
  refuseOtherDigests(approval, answer)
  if (approval.state !== 'waiting') throw new Fault('approval-closed', `It was ${approval.state} already.`)
  if (answer.decision === 'approved') refusePartial(approval, by)
  const decisions = [...approval.decisions, { by, at, decision: answer.decision, reason: answer.reason }]
  if (answer.decision === 'rejected') return { ...approval, state: 'rejected', decisions }
  const yes = decisions.filter(({ decision }) => decision === 'approved').length
  return { ...approval, state: yes >= approval.needed ? 'approved' : 'waiting', decisions }
}

/** Closed without a person's answer. `rejected`: what was asked about is not what would be released any more. */
export function closeApproval(approval: Approval, state: 'expired' | 'rejected', reason: string, at: Instant): Approval {
  const decision: Decision = { by: 'system', at, decision: 'rejected', reason }
  return { ...approval, state, decisions: [...approval.decisions, decision] }
}

/** Whoever read about one model must not wave another through. */
function refuseOtherDigests(approval: Approval, answer: ApprovalAnswer): void {
  const asked = { model: approval.model.digest, evaluation: approval.evaluation, plan: approval.plan }
  for (const name of ['model', 'evaluation', 'plan'] as const) {
    if (answer[name] === asked[name]) continue
    throw new Fault('input-invalid', `${name}: the question is about ${asked[name]}, the answer about ${answer[name]}.`)
  }
}

function refusePartial({ partial, decisions, needed }: Approval, by: string): void {
  if (partial.includes(by)) throw new Fault('person-partial')
  if (decisions.some((decision) => decision.by === by)) {
    throw new Fault('person-partial', `You have said yes already; it needs ${needed} different people.`)
  }
}
