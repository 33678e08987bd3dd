import { crashPoint } from '../crash-point.ts'
import type { Advance } from '../domain/advance-rollout.ts'
import { artefactOf, conditionOf, layerManifest, namesModel } from '../domain/deployment-manifest.ts'
import { Fault } from '../domain/faults.ts'
import type { Id, Instant } from '../domain/ids.ts'
import { type Deployment, deploymentsOf, planLayer, removableDeployments } from '../domain/plan-deployments.ts'
import type { Release } from '../domain/release.ts'
import type { Rollout } from '../domain/rollout.ts'
import type { Ports } from '../ports.ts'
import { inParallel } from './in-parallel.ts'
import { requireDeployable } from './require-deployable.ts'
import { settleChampion } from './settle-champion.ts'

export type CarryPorts = Pick<Ports, 'rollouts' | 'models' | 'releases' | 'deployments' | 'deviceStates' | 'imageRegistry' | 'modelSigner'>

export interface Work {
  readonly before: Rollout
  readonly release: Release
  readonly advance: Advance
  readonly version: string
}

/** So many devices are told between two looks at the row: a halt takes hold within these. */
const tagsAtOnce = 10

/** Makes true in the hub what a step of a rollout asks for. The row of the rollout is written after it, never before. */
export async function carryOut(ports: CarryPorts, work: Work): Promise<void> {
  const { advance, before, release } = work
  const untag = () => inParallel(advance.untag, tagsAtOnce, (device) => ports.deviceStates.setTags(device, { release: null }))
  if (advance.layer === 'tagged') {
    await untag()
    await putLayer(ports, before, release, false)
  } else if (advance.layer === 'everywhere') {
    await putLayer(ports, before, release, true)
    await untag()
    await crown(ports, before.site, advance.rollout.endedAt ?? before.startedAt)
    await cleanUp(ports, before)
  } else if (advance.layer === 'gone') {
    await removeLayer(ports, before.site, release)
    crashPoint('rollout-layer-gone')
    await untag()
    await clearModels(ports, before, release)
    await crown(ports, before.site, before.backSince ?? before.startedAt)
  }
  await tag(ports, work)
}

/** Nobody is told by a rollout that was halted meanwhile: the row is looked at again every few devices. */
async function tag({ rollouts, deviceStates }: CarryPorts, { before, advance, version }: Work): Promise<void> {
  const left = [...advance.tag]
  while (left.length > 0) {
    const found = await rollouts.find(before.site, before.id)
    if (found?.version !== version) throw new Fault('rollout-changed')
    await inParallel(left.splice(0, tagsAtOnce), tagsAtOnce, (device) => deviceStates.setTags(device, { release: before.release }))
    crashPoint('rollout-tagged')
  }
}

async function putLayer(ports: CarryPorts, { policy, site }: Rollout, release: Release, isEverywhere: boolean): Promise<void> {
  const { deployments, imageRegistry, modelSigner } = ports
  const index = await requireDeployable(ports, release)
  const all = await deployments.list()
  // A model that a layer below puts into the module's twin would go before the one in the image.
  const isNamed = all.some(({ labels, content }) => labels['site'] === site && labels['release'] !== release.id && namesModel(content))
  const artefact = policy.carrier === 'artefact' || isNamed ? artefactOf(release, imageRegistry.referenceOf) : undefined
  if (policy.carrier === 'artefact' && artefact === undefined)
    throw new Fault('input-invalid', `release: ${release.id} has no artefact of its model; its carrier must be the image.`)
  const content = layerManifest({
    carrier: policy.carrier,
    image: imageRegistry.referenceOf(release.repository, index),
    modelPublicKeys: modelSigner.publicKey,
    model: artefact,
  })
  const layer = planLayer(all, release, content)
  crashPoint('rollout-layer-planned')
  await deployments.put(isEverywhere ? { ...layer, targetCondition: conditionOf(site) } : layer)
}

/** One call takes it from every device at once, also from those that are away: they find what lies below when they come back. */
async function removeLayer({ deployments }: CarryPorts, site: Id, release: Release): Promise<void> {
  for (const { id } of layersOf(await deployments.list(), site, release.id)) await deployments.remove(id)
}

function layersOf(all: readonly Deployment[], site: Id, release: Id): Deployment[] {
  return deploymentsOf(all, site, 'layer').filter(({ labels }) => labels['release'] === release)
}

/** A hub leaves what a deployment put into a module's twin when the deployment goes, unless another one says otherwise. */
async function clearModels({ deviceStates }: CarryPorts, { site, policy }: Rollout, { model }: Release): Promise<void> {
  if (policy.carrier !== 'artefact' || model === undefined) return
  const left = (await deviceStates.list(site)).filter(({ desiredModel }) => desiredModel === model.digest)
  await inParallel(left, tagsAtOnce, ({ device }) => deviceStates.clearModel(device))
}

async function crown(ports: CarryPorts, site: Id, since: Instant): Promise<void> {
  await settleChampion(ports, site, await ports.deployments.list(), since)
}

async function cleanUp({ deployments }: CarryPorts, { site, release, before }: Rollout): Promise<void> {
  const needed = new Set([release, ...(before === undefined ? [] : [before])])
  for (const { id } of removableDeployments(await deployments.list(), site, needed)) await deployments.remove(id)
}
