import type { Approval } from '../../shared/domain/approval.ts'
import { laptopPeople } from '../sign-in/people.ts'
import type { Api } from './api.ts'
import type { Watch } from './look-again.ts'
import { nameOfModel } from './watch-releases.ts'
import { watchRows } from './watch-rows.ts'

/** Tells which models wait for a person's yes, with the command that gives it, and what became of them. */
export function watchApprovals(api: Api, apiUrl: string, onEvent: (line: string) => void): Watch {
  const describe = (approval: Approval) => describeApproval(approval, apiUrl)
  const isOver = ({ state }: Approval) => state !== 'waiting'
  return watchRows<Approval>(api, { path: 'approvals', idOf: ({ id }) => id, describe, isOver }, onEvent)
}

/** A question about a model in one line; one that waits comes with what answers it. */
export function describeApproval({ id, model, state, gate, decisions, ...rest }: Approval, apiUrl: string): string {
  const name = nameOfModel(model)
  const last = decisions.at(-1)
  if (state === 'expired') return `${name}: nobody has answered in time; it is not released`
  if (state !== 'waiting') return `${name} is ${state}${last === undefined ? '' : `: ${last.reason}`}`
  // Whoever trained or labelled may not say yes; somebody else of the laptop's people can.
  const answerers = laptopPeople.filter((person) => person.roles.some((role) => role === 'data-scientist' || role === 'admin'))
  const asked = answerers.find((person) => !rest.partial.includes(person.id) && !decisions.some(({ by }) => by === person.id))
  const body = {
    ...{ decision: 'approved', reason: 'I have read the evaluation.' },
    ...{ model: model.digest, evaluation: rest.evaluation, plan: rest.plan },
  }
  const verdict = { better: 'it is better than the one in force', worse: 'it is worse', undecided: 'the figures do not decide' }[gate]
  return [
    `${name} waits for a yes (${verdict}): ${apiUrl}/api/evaluations/${rest.evaluation}`,
    `  curl -X POST ${apiUrl}/api/approvals/${id}/decisions -H 'authorization: Bearer ${asked?.handle ?? 'admin'}' \\`,
    `    -H 'content-type: application/json' -d '${JSON.stringify(body)}'`,
  ].join('\n')
}
