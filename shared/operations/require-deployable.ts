import { Fault } from '../domain/faults.ts'
import type { Release } from '../domain/release.ts'
import type { Ports } from '../ports.ts'

/**
 * The digest that deployments name, of a release that devices may have.
 *
 * @throws Fault `model-revoked`; `input-invalid` for one that is not ready
 */
export async function requireDeployable({ models }: Pick<Ports, 'models'>, release: Release): Promise<string> {
  const isRevoked = release.model !== undefined && (await models.revoked()).has(release.model.digest)
  if (isRevoked || release.state === 'revoked') throw new Fault('model-revoked', `release: ${release.id} holds ${release.model?.digest}.`)
  if (release.state !== 'ready' || release.index === undefined)
    throw new Fault('input-invalid', `release: ${release.id} is ${release.state}; only one that is ready can be deployed.`)
  return release.index
}
