import type { Input } from '../../api/call.ts'
import { readId, readInstant } from '../../app/address-parts.ts'

export const severities = ['critical', 'warning', 'info'] as const
export const states = ['new', 'acknowledged', 'resolved', 'all'] as const
export const verdicts = ['none', 'confirmed', 'rejected', 'inconclusive'] as const
export const phases = ['open', 'closed'] as const

/** Which incidents are shown: it is the address of the page, so that every view is a link. */
export interface IncidentFilter {
  readonly severity?: (typeof severities)[number] | undefined
  /** Without one: what nobody resolved yet. */
  readonly state?: (typeof states)[number] | undefined
  readonly verdict?: (typeof verdicts)[number] | undefined
  readonly phase?: (typeof phases)[number] | undefined
  readonly camera?: string | undefined
  readonly rule?: string | undefined
  readonly label?: string | undefined
  /** Began at or after, and before; ISO 8601, UTC. */
  readonly from?: string | undefined
  readonly to?: string | undefined
}

export type FilterName = keyof IncidentFilter
/** The order in which they are offered and shown. */
export const filterNames: readonly FilterName[] = ['severity', 'state', 'verdict', 'camera', 'rule', 'label', 'phase', 'from', 'to']

/** What of an address is a filter; the rest, and what makes no sense, is left out. */
export function readIncidentFilter(given: Record<string, unknown>): IncidentFilter {
  const text = (name: FilterName) => {
    const value = given[name]
    return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined
  }
  const one = <Value extends string>(name: FilterName, values: readonly Value[]) => values.find((value) => value === given[name])
  return without({
    severity: one('severity', severities),
    state: one('state', states),
    verdict: one('verdict', verdicts),
    phase: one('phase', phases),
    camera: readId(given['camera']),
    rule: readId(given['rule']),
    label: text('label'),
    from: readInstant(given['from']),
    to: readInstant(given['to']),
  })
}

/** The same filter with some of it changed; `undefined` takes a part away. */
export function changed(filter: IncidentFilter, change: IncidentFilter): IncidentFilter {
  return without({ ...filter, ...change })
}

export function isSameFilter(a: IncidentFilter, b: IncidentFilter): boolean {
  return filterNames.every((name) => a[name] === b[name])
}

export type IncidentQuery = Input<'listIncidents'>['query']

/** How many the list asks for at once: what a large desk shows. Each is read by itself on the server. */
export const pageSize = 30

export function queryOf(site: string, { state, ...filter }: IncidentFilter): IncidentQuery {
  return { site, ...filter, ...(state === undefined ? { state: 'unresolved' } : state === 'all' ? {} : { state }), limit: pageSize }
}

function without(filter: IncidentFilter): IncidentFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
}
