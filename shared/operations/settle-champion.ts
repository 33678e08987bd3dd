import { conditionOf } from '../domain/deployment-manifest.ts'
import { Fault } from '../domain/faults.ts'
import type { Id, Instant } from '../domain/ids.ts'
import { deploymentsOf } from '../domain/plan-deployments.ts'
import type { Deployment, Ports } from '../ports.ts'

/**
 * Writes down which model is in force at a site: that of the strongest deployment for all of its devices. The hub decides,
 * the row follows. Doing it again changes nothing.
 */
export async function settleChampion(
  { models, releases }: Pick<Ports, 'models' | 'releases'>,
  site: Id,
  all: readonly Deployment[],
  since: Instant,
): Promise<void> {
  const inForce = deploymentInForce(all, site)?.labels['release']
  const release = inForce === undefined ? undefined : (await releases.find(site, inForce))?.value
  const champion = await models.champion(site)
  if (champion?.value.release === release?.id) return
  try {
    if (release?.model !== undefined)
      await models.setChampion({ site, model: release.model, release: release.id, since }, champion?.version)
    else if (champion !== undefined) await models.removeChampion(site, champion.version)
  } catch (error) {
    // Somebody did the same at the same time, or came after us.
    if (!(error instanceof Fault && error.kind === 'conflict')) throw error
  }
}

export function deploymentInForce(all: readonly Deployment[], site: Id): Deployment | undefined {
  const everywhere = conditionOf(site)
  const layer = deploymentsOf(all, site, 'layer').find(({ targetCondition }) => targetCondition === everywhere)
  return layer ?? deploymentsOf(all, site, 'base')[0]
}
