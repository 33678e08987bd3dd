import { artefactOf, baseManifest, conditionOf, namesModel } from '../domain/deployment-manifest.ts'
import { deploymentsOf, planBase } from '../domain/plan-deployments.ts'
import type { Release } from '../domain/release.ts'
import type { Ports } from '../ports.ts'
import { requireDeployable } from './require-deployable.ts'
import { deploymentInForce, settleChampion } from './settle-champion.ts'

export type BasePorts = Pick<
  Ports,
  'deployments' | 'imageRegistry' | 'modelSigner' | 'models' | 'releases' | 'edgeRuntime' | 'audit' | 'clock'
>

/**
 * Makes a release the standing deployment of its site: what devices have when nothing lies above it. Doing it again
 * changes nothing. The base before goes as soon as the new one is there: it could never apply any more. So do releases
 * that every device has already, when the base brings their model: commissioning anew is how a site gets new code.
 *
 * @throws Fault `model-revoked`, `input-invalid`, `iot-hub-unavailable`
 */
export async function applyBase(ports: BasePorts, release: Release): Promise<void> {
  const index = await requireDeployable(ports, release)
  const { deployments, imageRegistry, modelSigner, edgeRuntime } = ports
  const { site } = release
  const all = await deployments.list()
  const above = all.filter(({ labels }) => labels['site'] === site && labels['kind'] === 'layer')
  const inForce = deploymentInForce(all, site)
  const isSameModel = inForce?.labels['kind'] === 'layer' && inForce.labels['model'] === release.model?.digest
  const replaced = isSameModel ? above.filter(({ targetCondition }) => targetCondition === conditionOf(site)) : []
  // A model that some layer has put into the modules' twins stays there when the layer goes; the base then takes it back.
  const isNamed = above.some(({ content }) => namesModel(content))
  const content = baseManifest({
    runtime: edgeRuntime,
    image: imageRegistry.referenceOf(release.repository, index),
    modelPublicKeys: modelSigner.publicKey,
    model: isNamed ? artefactOf(release, imageRegistry.referenceOf) : undefined,
  })
  const base = planBase(all, release, content)
  await deployments.put(base)
  const [, ...old] = deploymentsOf([base, ...all.filter(({ id }) => id !== base.id)], site, 'base')
  const gone = new Set([...old, ...replaced].map(({ id }) => id))
  for (const id of gone) await deployments.remove(id)
  const left = [base, ...all.filter(({ id }) => id !== base.id && !gone.has(id))]
  await settleChampion(ports, site, left, ports.clock().toISOString())
  if (all.some(({ id, priority }) => id === base.id && priority === base.priority)) return
  await ports.audit.append(site, {
    at: ports.clock().toISOString(),
    who: release.commissionedBy ?? 'system',
    action: 'base-deployed',
    subject: `release/${release.id}`,
    detail: {
      deployment: base.id,
      priority: base.priority,
      image: index,
      model: release.model?.digest ?? 'none',
      replaced: replaced.length,
    },
  })
}
