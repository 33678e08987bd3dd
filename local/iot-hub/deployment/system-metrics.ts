import type { Registry } from '../identity/registry.ts'
import { runQuery } from '../query/run-query.ts'
import type { Configuration } from './configuration.ts'

/** The metrics that every configuration has; the queries are the ones that the service shows for deployments to edge devices. */
export function systemMetrics(
  registry: Registry,
  { id, content }: Configuration,
): { queries: Record<string, string>; results: Record<string, number> } {
  const isOfEdge = content.modulesContent !== undefined
  const from = content.deviceContent === undefined ? 'devices.modules' : 'devices'
  const select = `SELECT deviceId FROM ${from} WHERE ${isOfEdge ? "moduleId = '$edgeAgent' AND " : ''}`
  const applied = `configurations.[[${id}]].status = 'Applied'`
  const isReported = 'properties.desired.$version = properties.reported.lastDesiredVersion'
  const queries = {
    targetedCount: `${select}is_defined(configurations.[[${id}]].status)`,
    appliedCount: `${select}${applied}`,
    ...(isOfEdge
      ? {
          reportedSuccessfulCount: `${select}${applied} AND ${isReported} AND properties.reported.lastDesiredStatus.code = 200`,
          reportedFailedCount: `${select}${applied} AND ${isReported} AND properties.reported.lastDesiredStatus.code != 200`,
        }
      : {}),
  }
  const count = ([name, query]: [string, string]) => [name, runQuery(registry, query).rows.length] as const
  return { queries, results: Object.fromEntries(Object.entries(queries).map(count)) }
}
