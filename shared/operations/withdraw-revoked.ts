import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { type Deployment, deploymentsOf } from '../domain/plan-deployments.ts'
import type { Release } from '../domain/release.ts'
import type { Ports } from '../ports.ts'
import { applyBase, type BasePorts } from './apply-base.ts'
import { settleChampion } from './settle-champion.ts'

export type WithdrawPorts = BasePorts & Pick<Ports, 'deviceStates'>

/**
 * Takes every deployment of a revoked model away, at once and everywhere: devices fall back to what lies below. A base that
 * holds such a model is replaced by the newest release of the site that does not, before it goes. Doing it again changes nothing.
 *
 * @returns ids of the deployments that went
 * @throws Fault `input-invalid` for a site that has nothing to fall back on; the others were dealt with before
 */
export async function withdrawRevoked(ports: WithdrawPorts): Promise<readonly string[]> {
  const revoked = await ports.models.revoked()
  if (revoked.size === 0) return []
  const all = await ports.deployments.list()
  const bad = all.filter(({ labels }) => labels['product'] === 'sightloop' && revoked.has(labels['model'] ?? ''))
  const failures: unknown[] = []
  for (const deployment of bad) {
    try {
      await withdraw(ports, all, deployment, revoked)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
  return bad.map(({ id }) => id)
}

async function withdraw(ports: WithdrawPorts, all: readonly Deployment[], bad: Deployment, revoked: ReadonlySet<string>): Promise<void> {
  const { labels, id } = bad
  const [site = '', model = ''] = [labels['site'], labels['model']]
  const isBase = deploymentsOf([bad], site, 'base').length > 0
  // The new base takes the old one's place above it, and removes it.
  if (isBase) await applyBase(ports, await releaseToFallBackOn(ports, site, revoked))
  await ports.deployments.remove(id)
  await settleChampion(ports, site, await ports.deployments.list(), ports.clock().toISOString())
  for (const { device, desiredModel } of await ports.deviceStates.list(site))
    if (desiredModel === model) await ports.deviceStates.clearModel(device)
  await ports.audit.append(site, {
    at: ports.clock().toISOString(),
    who: 'system',
    action: 'deployment-withdrawn',
    subject: `release/${labels['release']}`,
    detail: { deployment: id, model, kind: labels['kind'] ?? '', left: all.length - 1 },
  })
}

async function releaseToFallBackOn({ releases }: WithdrawPorts, site: Id, revoked: ReadonlySet<string>): Promise<Release> {
  let cursor: string | undefined
  do {
    const page = await releases.list({ sites: [site], cursor, limit: 100 })
    const good = page.items.find(({ state, model }) => state === 'ready' && !(model && revoked.has(model.digest)))
    if (good !== undefined) return good
    cursor = page.cursor
  } while (cursor !== undefined)
  throw new Fault('input-invalid', `${site} has no release without a revoked model; commission it with another one.`)
}
