import type { InstanceQuery } from '../store/instance-rows.ts'

type Filter = Pick<InstanceQuery, 'createdFrom' | 'createdTo' | 'statuses' | 'idPrefix'>

const statuses = ['Running', 'Completed', 'ContinuedAsNew', 'Failed', 'Canceled', 'Terminated', 'Pending', 'Suspended']

/** Which instances a query means; a text = what is wrong with it. */
export function readFilter(query: URLSearchParams): Filter | string {
  const createdFrom = readTime(query, 'createdTimeFrom', 0)
  const createdTo = readTime(query, 'createdTimeTo', Number.MAX_SAFE_INTEGER)
  if (typeof createdFrom === 'string') return createdFrom
  if (typeof createdTo === 'string') return createdTo
  const wanted = (query.get('runtimeStatus') ?? '').split(',').filter((each) => each.trim() !== '')
  const known = wanted.map((each) => statuses.find((status) => status.toLowerCase() === each.trim().toLowerCase()))
  const unknown = wanted[known.indexOf(undefined)]
  if (unknown !== undefined) return `runtimeStatus '${unknown}' is none of ${statuses.join(', ')}.`
  return { createdFrom, createdTo, statuses: known as string[], idPrefix: query.get('instanceIdPrefix') ?? '' }
}

function readTime(query: URLSearchParams, name: string, otherwise: number): number | string {
  const text = query.get(name)
  if (text === null || text === '') return otherwise
  const time = Date.parse(text)
  return Number.isNaN(time) ? `${name} must be a time such as 2026-01-31T08:00:00Z, not '${text}'.` : time
}
