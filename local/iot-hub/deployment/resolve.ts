import { type Json, type JsonObject, merge } from '../identity/twin.ts'
import { type Configuration, isLayer, type Settings } from './configuration.ts'

/** Rising priority; of equals the newest counts, so it comes last. */
export function byPriority(a: Configuration, b: Configuration): number {
  return a.priority - b.priority || (a.createdTimeUtc < b.createdTimeUtc ? -1 : 1)
}

export interface Resolution {
  /** Rising priority: what a later one sets wins. */
  readonly applied: readonly Configuration[]
  readonly targeted: readonly Configuration[]
}

/** Of the deployments that target an edge device, the highest base and the layers above it apply; a layer at or below the base is ignored. */
export function resolveEdge(matching: readonly Configuration[]): Resolution {
  const rising = matching.toSorted(byPriority)
  const base = rising.findLast((configuration) => !isLayer(configuration))
  if (base === undefined) return { applied: [], targeted: rising }
  const isApplied = (configuration: Configuration) =>
    configuration === base || (isLayer(configuration) && configuration.priority > base.priority)
  return { applied: [base, ...rising.filter((one) => one !== base && isApplied(one))], targeted: rising.filter((one) => !isApplied(one)) }
}

/** The desired properties after the settings, in their order. `properties.desired` alone sets all of them, a longer path its subtree. */
export function applySettings(current: JsonObject, settings: readonly Settings[]): JsonObject {
  let desired = current
  for (const [key, value] of settings.flatMap(Object.entries) as [string, Json][]) {
    const path = key.split('.').slice(2)
    desired = path.length === 0 ? merge({}, value as JsonObject) : setPath(desired, path, value)
  }
  return desired
}

function setPath(object: JsonObject, [head = '', ...rest]: string[], value: Json): JsonObject {
  const below = object[head]
  const inner = typeof below === 'object' && below !== null && !Array.isArray(below) ? below : {}
  return { ...object, [head]: rest.length === 0 ? value : setPath(inner, rest, value) }
}
