import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { coversSite, type Principal } from '../domain/person.ts'
import type { RegisteredModel } from '../domain/registered-model.ts'
import type { Ports } from '../ports.ts'

const maxRounds = 10

/**
 * Takes a model back for ever: its file is refused everywhere from now on, under whatever name it comes. What devices have of
 * it is taken from them by `withdrawRevoked`.
 *
 * @throws Fault `not-found`
 */
export async function revokeModel(
  ports: Pick<Ports, 'models' | 'audit' | 'clock'>,
  person: Principal,
  { name, version }: { name: Id; version: string },
  reason: string,
): Promise<RegisteredModel> {
  const found = (await ports.models.find(name, version))?.value
  if (found === undefined || !coversSite(person, found.site)) throw new Fault('not-found')
  if (found.state === 'revoked') return found
  // The fact before the deed: a crash in between leaves a fact that is made true by the next try, never a deed that nobody knows of.
  await ports.audit.append(found.site, {
    ...{ at: ports.clock().toISOString(), who: person.id, action: 'model-revoked', subject: `model/${name}/${version}` },
    detail: { digest: found.digest, reason },
  })
  for (const twin of await ports.models.ofDigest(found.digest)) await revoke(ports, twin, reason)
  return (await ports.models.find(name, version))?.value ?? found
}

async function revoke({ models }: Pick<Ports, 'models'>, { name, version }: RegisteredModel, reason: string): Promise<void> {
  for (let round = 1; ; round++) {
    const found = await models.find(name, version)
    if (found === undefined || found.value.state === 'revoked') return
    try {
      await models.save({ ...found.value, state: 'revoked', reason }, found.version)
      return
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'model-changed') || round === maxRounds) throw error
    }
  }
}
