import type { Names } from '../../fleet/use-names.ts'
import { useText } from '../../text/text.ts'
import { type Clock, useClock } from '../../time/use-clock.ts'
import { dayBounds } from '../../time/zoned.ts'
import { type FilterName, filterNames, type IncidentFilter } from './incident-filter.ts'

/** A part of a filter in words; from and to are one part. */
export interface FilterPart {
  readonly name: FilterName
  readonly words: string
  /** What takes it away. */
  readonly without: IncidentFilter
}

/** The filter, part by part, as chips show it. */
export function useFilterWords(names: Names): (filter: IncidentFilter) => readonly FilterPart[] {
  const text = useText()
  const clock = useClock()
  const { words } = text
  const own = text.incidents
  const wordFor = (filter: IncidentFilter, name: FilterName): string | undefined => {
    const value = filter[name]
    if (value === undefined) return undefined
    if (name === 'severity') return words.severity[filter.severity!]
    if (name === 'state') return filter.state === 'all' ? own.anyState : words.state[filter.state!]
    if (name === 'verdict') return words.verdict[filter.verdict!]
    if (name === 'phase') return own.phase[filter.phase!]
    return name === 'camera' ? names.camera(value) : name === 'rule' ? names.rule(value) : value
  }
  return (filter) =>
    filterNames
      .flatMap((name): FilterPart[] => {
        if (name === 'from' || name === 'to') return []
        const value = wordFor(filter, name)
        return value === undefined ? [] : [{ name, words: `${own.parts[name]}: ${value}`, without: { [name]: undefined } }]
      })
      .concat(spanWords(filter, clock, own.span))
}

function spanWords({ from, to }: IncidentFilter, clock: Clock, span: ReturnType<typeof useText>['incidents']['span']): FilterPart[] {
  const part = (words: string): FilterPart[] => [{ name: 'from', words, without: { from: undefined, to: undefined } }]
  if (from === undefined && to === undefined) return []
  if (to === undefined) return part(span.since(clock.moment(from!)))
  if (from === undefined) return part(span.until(clock.moment(to)))
  const day = clock.day(from)
  const bounds = dayBounds(day, clock.timeZone)
  const isDay = bounds.from === Date.parse(from) && bounds.to === Date.parse(to)
  return part(isDay ? clock.date(from) : span.between(clock.moment(from), clock.moment(to)))
}
