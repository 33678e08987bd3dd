import { useApi } from '../../api/use-api.ts'
import { useSite } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import { useClock } from '../../time/use-clock.ts'
import { dayBounds, shiftDay } from '../../time/zoned.ts'
import { type IncidentFilter, phases, severities, states, verdicts } from './incident-filter.ts'

export interface FilterOption {
  /** What kind of filter it is, in words: "Camera". */
  readonly part: string
  readonly value: string
  readonly change: IncidentFilter
}

const hourMs = 3_600_000

/** Everything that one can filter by at this site. What one types is found among it. */
export function useFilterOptions(): (typed: string) => readonly FilterOption[] {
  const text = useText()
  const { parts, anyState, phase, span } = text.incidents
  const { id: site } = useSite()
  const clock = useClock()
  const cameras = useApi('listCameras', { params: { site } }).data?.items ?? []
  const rules = useApi('listRules', { params: { site } }).data?.items ?? []
  const labels = [...new Set(rules.map(({ rule }) => rule.label))].sort()
  const option = (part: string, value: string, change: IncidentFilter): FilterOption => ({ part, value, change })

  const times = (): FilterOption[] => {
    const now = Date.now()
    const today = clock.day(new Date(now).toISOString())
    const from = (ms: number): IncidentFilter => ({ from: new Date(ms).toISOString(), to: undefined })
    const yesterday = dayBounds(shiftDay(today, -1), clock.timeZone)
    return [
      option(parts.from, span.lastHour, from(now - hourMs)),
      option(parts.from, span.today, from(dayBounds(today, clock.timeZone).from)),
      option(parts.from, span.yesterday, { from: new Date(yesterday.from).toISOString(), to: new Date(yesterday.to).toISOString() }),
      option(parts.from, span.week, from(now - 7 * 24 * hourMs)),
    ]
  }
  return (typed) => {
    const all = [
      ...severities.map((severity) => option(parts.severity, text.words.severity[severity], { severity })),
      ...states.map((state) => option(parts.state, state === 'all' ? anyState : text.words.state[state], { state })),
      ...verdicts.map((verdict) => option(parts.verdict, text.words.verdict[verdict], { verdict })),
      ...cameras.map(({ id, name }) => option(parts.camera, name, { camera: id })),
      ...rules.map(({ id, name }) => option(parts.rule, name, { rule: id })),
      ...labels.map((label) => option(parts.label, label, { label })),
      ...phases.map((one) => option(parts.phase, phase[one], { phase: one })),
      ...times(),
    ]
    const wanted = typed.trim().toLowerCase()
    if (wanted === '') return all
    const found = all.filter(({ part, value }) => `${part}: ${value}`.toLowerCase().includes(wanted))
    // A label that no rule has any more can still be on old incidents.
    const label = new RegExp(`^(?:${parts.label}|label)\\s*:\\s*(\\S.*)$`, 'i').exec(typed.trim())?.[1]
    return label === undefined || labels.includes(label) ? found : [...found, option(parts.label, label, { label })]
  }
}
