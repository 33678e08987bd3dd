import type { Approval } from '../domain/approval.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { coversSite, type Principal } from '../domain/person.ts'
import { type RequestApprovalPorts, requestApproval } from './request-approval.ts'

/**
 * Asks about a model by its newest evaluation, in a person's name.
 *
 * @throws Fault `not-found`, `input-invalid` for a model that nobody has evaluated
 */
export async function askAgain(
  ports: RequestApprovalPorts,
  person: Principal,
  { name, version }: { readonly name: Id; readonly version: string },
): Promise<Approval> {
  const model = (await ports.models.find(name, version))?.value
  if (model === undefined || !coversSite(person, model.site)) throw new Fault('not-found')
  if (model.evaluation === undefined) throw new Fault('input-invalid', 'model: it has not been evaluated yet.')
  return requestApproval(ports, { site: model.site, model: { name, version }, evaluation: model.evaluation, askedBy: person.id })
}
