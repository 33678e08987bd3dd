import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'
import { conditionOf, type ModulesContent } from './deployment-manifest.ts'
import type { Id } from './ids.ts'
import type { Release } from './release.ts'

/** One automatic deployment of IoT Hub. */
export interface Deployment {
  readonly id: string
  readonly priority: number
  readonly targetCondition: string
  readonly labels: Readonly<Record<string, string>>
  readonly content: ModulesContent
}

type Kind = 'base' | 'layer'

// A layer at or below the base does nothing, so the two have ranges of their own.
const firstPriority: Readonly<Record<Kind, number>> = { base: 1, layer: 100_000 }
/** Releases below the newest that stay, so that there is something to fall back on. */
const layersKept = 3

/** The deployments of a site, of one kind, the strongest first. */
export function deploymentsOf(all: readonly Deployment[], site: Id, kind: Kind): Deployment[] {
  return all
    .filter(({ labels }) => labels['product'] === 'sightloop' && labels['site'] === site && labels['kind'] === kind)
    .toSorted((a, b) => b.priority - a.priority)
}

/** For the whole site, above what was the base before: of a device's bases only the strongest counts. */
export function planBase(all: readonly Deployment[], release: Release, content: ModulesContent): Deployment {
  return strongest(all, 'base', release, content, conditionOf(release.site))
}

/** For devices that carry the release's tag. Asked again it is the same one, unless another has come above it meanwhile. */
export function planLayer(all: readonly Deployment[], release: Release, content: ModulesContent): Deployment {
  return strongest(all, 'layer', release, content, conditionOf(release.site, release.id))
}

/**
 * What may go: bases under the strongest, which can never apply, and layers older than the newest three.
 *
 * @param needed Releases whose layers stay whatever their age
 */
export function removableDeployments(all: readonly Deployment[], site: Id, needed: ReadonlySet<string>): Deployment[] {
  const [, ...oldBases] = deploymentsOf(all, site, 'base')
  const oldLayers = deploymentsOf(all, site, 'layer').slice(layersKept)
  return [...oldBases, ...oldLayers.filter(({ labels }) => !needed.has(labels['release'] ?? ''))]
}

function strongest(all: readonly Deployment[], kind: Kind, release: Release, content: ModulesContent, targetCondition: string): Deployment {
  const { site } = release
  // The hub never changes the content under an id: other content has another id.
  const id = `sightloop-${site}-${kind}-${release.id}-${hashOf(content)}`
  const known = deploymentsOf(all, site, kind)
  const others = known.filter((each) => each.id !== id)
  const above = Math.max(firstPriority[kind], ...others.map(({ priority }) => priority + 1))
  const own = known.find((each) => each.id === id)?.priority ?? 0
  const labels = { product: 'sightloop', site, kind, release: release.id, model: release.model?.digest ?? 'none' }
  return { id, priority: Math.max(own, above), targetCondition, labels, content }
}

function hashOf(content: ModulesContent): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex').slice(0, 12)
}
