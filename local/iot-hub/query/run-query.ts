import type { Registry } from '../identity/registry.ts'
import type { JsonObject } from '../identity/twin.ts'
import { twinView } from '../identity/views.ts'
import { lookUp, meets } from './evaluate.ts'
import { parseQuery } from './parse.ts'

/** All rows of a query, in the order in which the identities were registered. `kind` is what `x-ms-item-type` says. */
export function runQuery(registry: Registry, text: string): { kind: 'Twin' | 'Raw'; rows: JsonObject[] } {
  const query = parseQuery(text)
  const entries = query.from === 'devices' ? registry.devices() : registry.modules()
  const twins = entries.map(twinView).filter((twin) => meets(twin, query.where))
  if (query.columns === 'all') return { kind: 'Twin', rows: twins }
  if (query.columns === 'count') return { kind: 'Raw', rows: [{ [query.countName]: twins.length }] }
  const { columns } = query
  const rowOf = (twin: JsonObject): JsonObject =>
    Object.fromEntries(
      columns.map(({ path, name }) => [name, lookUp(twin, path)] as const).filter(([, value]) => value !== undefined),
    ) as JsonObject
  return { kind: 'Raw', rows: twins.map(rowOf) }
}
