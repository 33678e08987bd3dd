import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import type { ModuleRuntime, Release } from '../domain/release.ts'
import { releaseId } from '../domain/release-names.ts'
import type { Ports } from '../ports.ts'
import { applyBase, type BasePorts } from './apply-base.ts'
import { beginRelease, retryRelease, type StartReleasePorts } from './start-release.ts'
import { requireSite } from './visible-sites.ts'

export type CommissionPorts = StartReleasePorts & BasePorts & Pick<Ports, 'rosters'>

export interface Commissioning {
  readonly site: Id
  /** The newest one where none is named. */
  readonly runtime?: string | undefined
  /** None: the devices record and sample, and watch nothing yet. */
  readonly model?: { readonly name: Id; readonly version: string } | undefined
}

/**
 * Gives a site its standing deployment, without an approval: there is nothing yet that a model could be compared with.
 * Asked for again it is the same release; one that failed is tried again, one that is ready is deployed again.
 *
 * @throws Fault `not-found`, `model-revoked`
 */
export async function commissionSite(ports: CommissionPorts, person: Principal, wanted: Commissioning): Promise<Release> {
  const site = requireSite(person, wanted.site)
  if ((await ports.rosters.find(site)) === undefined) throw new Fault('not-found', `There is no site ${site}.`)
  const runtime = await findRuntime(ports, wanted.runtime)
  const model = wanted.model && (await findModel(ports, site, wanted.model))
  const id = releaseId({ site, model, runtime: runtime.version })
  const release = await beginRelease(ports, { id, site, model, runtime, commissionedBy: person.id }, person.id)
  if (release.state === 'failed') return retryRelease(ports, release, person.id)
  if (release.state === 'ready' && release.deployedAt !== undefined) await applyBase(ports, release)
  return release
}

async function findRuntime({ releases }: CommissionPorts, version: string | undefined): Promise<ModuleRuntime> {
  const runtime = version === undefined ? await releases.newestRuntime() : await releases.runtime(version)
  if (runtime === undefined)
    throw new Fault('not-found', version === undefined ? 'No runtime is registered.' : `There is no runtime ${version}.`)
  return runtime
}

async function findModel({ models }: CommissionPorts, site: Id, wanted: { name: Id; version: string }) {
  const model = (await models.find(wanted.name, wanted.version))?.value
  if (model?.site !== site) throw new Fault('not-found', `There is no model ${wanted.name} ${wanted.version} at ${site}.`)
  if (model.state === 'revoked' || (await models.revoked()).has(model.digest)) throw new Fault('model-revoked')
  const { name, version, digest } = model
  return { name, version, digest }
}
