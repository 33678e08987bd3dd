import type { Answer } from '../../api/call.ts'
import type { Tone } from '../../design/tag.tsx'
import { useText } from '../../text/text.ts'

export type DayCount = Answer<'countCompliance'>['days'][number]
export type Outcome = DayCount['outcome']

export const outcomes = ['compliant', 'redacted', 'withheld', 'quarantined'] as const satisfies readonly Outcome[]
/** Of the plots' colours: told apart also by people who do not see all colours. */
export const outcomeColours = [2, 1, 0, 5] as const
export const outcomeTones: Readonly<Record<Outcome, Tone>> = {
  compliant: 'good',
  redacted: 'info',
  withheld: 'plain',
  quarantined: 'warning',
}

type Counted = Pick<DayCount, 'outcome' | 'items'>

/** How many ended how, in the order of `outcomes`. */
export function byOutcome(counts: readonly Counted[]): number[] {
  return outcomes.map((outcome) => counts.filter((one) => one.outcome === outcome).reduce((sum, { items }) => sum + items, 0))
}

/** Rules of the product have words of their own; those of a policy go by the names that people gave them. */
export function useRuleWords(): (rule: string) => string {
  const { builtIn } = useText().compliance
  return (rule) => (Object.hasOwn(builtIn, rule) ? builtIn[rule as keyof typeof builtIn] : rule)
}

/** By rule, those that decided about most first. */
export function ruleRows(counts: readonly (Counted & { readonly rule: string })[]) {
  return [...new Set(counts.map(({ rule }) => rule))]
    .map((rule) => ({ rule, values: byOutcome(counts.filter((count) => count.rule === rule)) }))
    .map(({ rule, values }) => ({ rule, values, items: values.reduce((sum, value) => sum + value, 0) }))
    .sort((a, b) => b.items - a.items || (a.rule < b.rule ? -1 : 1))
}
