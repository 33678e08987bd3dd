import type { Approval } from '../domain/approval.ts'
import { Fault } from '../domain/faults.ts'
import type { RegisteredModel } from '../domain/registered-model.ts'
import type { Ports } from '../ports.ts'

type ModelPorts = Pick<Ports, 'models'>
const maxRounds = 10

/** A candidate becomes `approved`; one that was refused before as well: people may change their mind with another question. */
export function approveModel(ports: ModelPorts, approval: Approval, reason: string): Promise<RegisteredModel | undefined> {
  return setState(ports, approval, (model) => (model.state === 'revoked' ? undefined : { ...model, state: 'approved', reason }))
}

/** Only a candidate: what was approved by another question stays so. */
export function refuseModel(ports: ModelPorts, approval: Pick<Approval, 'model'>, reason: string): Promise<RegisteredModel | undefined> {
  return setState(ports, approval, (model) => (model.state === 'candidate' ? { ...model, state: 'refused', reason } : undefined))
}

/** The model as it is now; undefined where there is none with these bytes any more. */
async function setState(
  { models }: ModelPorts,
  { model: { name, version, digest } }: Pick<Approval, 'model'>,
  change: (model: RegisteredModel) => RegisteredModel | undefined,
): Promise<RegisteredModel | undefined> {
  for (let round = 1; ; round++) {
    const found = await models.find(name, version)
    if (found === undefined || found.value.digest !== digest) return undefined
    const changed = change(found.value)
    if (changed === undefined || changed.state === found.value.state) return found.value
    try {
      await models.save(changed, found.version)
      return changed
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'model-changed') || round === maxRounds) throw error
    }
  }
}
