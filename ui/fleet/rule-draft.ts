import type { Item } from '../api/use-api.ts'
import { leastCorners, type Zone } from './zone-geometry.ts'

export type SiteRule = Item<'listRules'>
export type Rule = SiteRule['rule']

/** A rule while somebody works on it: its zone may have too few corners still. */
export interface RuleDraft {
  /** Undefined as long as it was never saved. */
  readonly id: string | undefined
  readonly name: string
  readonly rule: Omit<Rule, 'zone'>
  readonly zone: Zone
}

/** What goes on without a limit of its own goes on at this share of the confidence; as the device does it. */
const holdShare = 0.7

export function newDraft(camera: string, label: string): RuleDraft {
  return {
    ...{ id: undefined, name: '', zone: [] },
    rule: {
      ...{ camera, label, severity: 'warning', confidence: 0.6, anchor: 'centre' },
      ...{ dwellSeconds: 0, releaseSeconds: 1, cooldownSeconds: 10, alarm: false, enabled: true },
    },
  }
}

export function draftOf({ id, name, rule: { zone = [], ...rule } }: SiteRule): RuleDraft {
  return { id, name, rule, zone: zone as unknown as Zone }
}

/** The rule as the API wants it; undefined while it cannot be one. */
export function ruleOf({ rule, zone }: RuleDraft): Rule | undefined {
  const figures = [rule.confidence, rule.dwellSeconds, rule.releaseSeconds, rule.cooldownSeconds]
  const isWhole = rule.label.trim() !== '' && figures.every(Number.isFinite) && holdOf(rule) <= rule.confidence
  if (!isWhole || (zone.length > 0 && zone.length < leastCorners)) return undefined
  return { ...rule, ...(zone.length > 0 && { zone: zone.map(([left, top]) => [left, top]) }) } as Rule
}

export function holdOf({ confidence, holdConfidence }: Pick<Rule, 'confidence' | 'holdConfidence'>): number {
  return holdConfidence ?? holdShare * confidence
}

export function isSame(a: RuleDraft, b: RuleDraft): boolean {
  return JSON.stringify([a.name, a.rule, a.zone]) === JSON.stringify([b.name, b.rule, b.zone])
}
