import type { Evaluation } from '../domain/evaluation.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import { type EvaluatePorts, evaluateModel } from './evaluate-model.ts'
import { findModel } from './read-model.ts'
import { type RequestApprovalPorts, requestApproval } from './request-approval.ts'
import { refuseModel } from './set-model-state.ts'

/**
 * Compares a model with the champion because a person wants it, and does what follows as after a run: a worse one is refused,
 * about any other people are asked. Asked again before anything has changed, it answers the same.
 *
 * @throws Fault `not-found`, `model-revoked`, `input-invalid` for a site without a dataset
 */
export async function judgeUploadedModel(
  ports: EvaluatePorts & RequestApprovalPorts,
  person: Principal,
  name: Id,
  version: string,
): Promise<Evaluation> {
  const model = await findModel(ports, person, name, version)
  if (model.state === 'revoked') throw new Fault('model-revoked')
  const evaluation = await evaluateModel(ports, { site: model.site, name, version })
  const { verdict, reason } = evaluation.gate
  if (verdict === 'worse') await refuseModel(ports, { model }, reason.slice(0, 2000))
  else await requestApproval(ports, { site: model.site, model, evaluation: evaluation.digest })
  return evaluation
}
