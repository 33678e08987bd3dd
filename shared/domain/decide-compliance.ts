import type { Box } from './box.ts'
import type { ComplianceOutcome } from './compliance-decision.ts'
import type { ComplianceFacts } from './compliance-facts.ts'
import type {
  BuiltInRule,
  ComplianceCondition,
  CompliancePolicy,
  ComplianceRule,
  LeavingField,
  RetentionClass,
} from './compliance-policy.ts'
import type { Id, Instant } from './ids.ts'
import { isWithin } from './weekly-hours.ts'

const dayMs = 86_400_000

export interface ComplianceCircumstances {
  readonly now: Instant
  /** Where what leaves would lie. */
  readonly region: string
  readonly timeZone: string
}

/** What is done to an item on its way out. */
export interface Treatment {
  readonly people: 'cover' | 'drop'
  /** All that it may say beside its kind, its site and its times. */
  readonly fields: readonly LeavingField[]
  readonly longSide: number
  readonly retention: RetentionClass
}

export type ComplianceVerdict =
  | { readonly outcome: Extract<ComplianceOutcome, 'compliant' | 'redacted'>; readonly rule: string; readonly treatment: Treatment }
  | { readonly outcome: Extract<ComplianceOutcome, 'withheld' | 'quarantined'>; readonly rule: string }

/**
 * Decides whether something may leave the site, and in which form. In doubt it stays: what cannot be read, what no rule
 * names, pictures of which nobody knows who is on them. docs/compliance.md says the same in words.
 */
export function decideCompliance(
  policy: CompliancePolicy,
  facts: ComplianceFacts,
  circumstances: ComplianceCircumstances,
): ComplianceVerdict {
  if (facts.problem !== undefined) return { outcome: 'quarantined', rule: facts.problem }
  if (policy.regions.length > 0 && !policy.regions.includes(circumstances.region)) return withheld('region')
  const isWorking = isWithin(policy.workingHours, new Date(facts.at), circumstances.timeZone)
  const rule = policy.rules.find(({ when }) => fits(when, facts, { isWorking, hasPeople: hasPeople(policy, facts) }))
  if (rule === undefined) return withheld('no-rule')
  if (rule.action === 'withhold') return withheld(rule.id)
  if (rule.action === 'quarantine') return { outcome: 'quarantined', rule: rule.id }
  const keptMs = policy.retentionDays[rule.retention] * dayMs
  if (Date.parse(facts.at) + keptMs <= Date.parse(circumstances.now)) return withheld('expired')
  return release(policy, facts, rule)
}

function release(policy: CompliancePolicy, facts: ComplianceFacts, rule: ComplianceRule): ComplianceVerdict {
  const form = facts.kind === 'snapshot' ? [] : policy.fields[facts.kind]
  const treatment: Treatment = {
    people: rule.people ?? policy.people.treatment,
    fields: form.filter((field) => !rule.without.includes(field)),
    longSide: Math.min(policy.longSide, rule.longSide ?? policy.longSide),
    retention: rule.retention,
  }
  if (facts.picture !== undefined && !isKnownWhoIsOn(policy, facts)) return withheld('people-unknown')
  if (treatment.people === 'drop' && facts.seen.every(({ labels }) => showsPeople(policy, labels)) && facts.seen.length > 0)
    return withheld(rule.id)
  const losesFields = form.some((field) => rule.without.includes(field) && facts.fields.includes(field))
  const isRedacted = losesFields || hasPeople(policy, facts) || losesPixels(policy, facts, treatment)
  return { outcome: isRedacted ? 'redacted' : 'compliant', rule: rule.id, treatment }
}

function losesPixels(policy: CompliancePolicy, { picture, cameras }: ComplianceFacts, { longSide }: Treatment): boolean {
  if (picture === undefined) return false
  return Math.max(picture.width, picture.height) > longSide || masksOf(policy, cameras[0]).length > 0
}

/** A model says who is where only if it can see people, and looked. */
function isKnownWhoIsOn(policy: CompliancePolicy, { picture, cameras }: ComplianceFacts): boolean {
  const view = viewOf(policy, cameras[0])
  if (view !== undefined && view.people !== 'model') return true
  return picture?.wasLookedAt === true && picture.modelLabels?.some((label) => isPerson(policy, label)) === true
}

function viewOf(policy: CompliancePolicy, camera: Id | undefined) {
  return camera !== undefined && Object.hasOwn(policy.people.cameras, camera) ? policy.people.cameras[camera] : undefined
}

export const masksOf = (policy: CompliancePolicy, camera: Id | undefined): readonly Box[] => viewOf(policy, camera)?.masks ?? []

/** Whether a word of a model is one for people, or for a part of them. */
export function isPerson({ people }: CompliancePolicy, label: string): boolean {
  const word = label.toLowerCase()
  return people.labels.some((known) => known.toLowerCase() === word)
}

const showsPeople = (policy: CompliancePolicy, labels: readonly string[]) => labels.some((label) => isPerson(policy, label))
const hasPeople = (policy: CompliancePolicy, { seen }: ComplianceFacts) => seen.some(({ labels }) => showsPeople(policy, labels))

/** What an item does not have does not fit. */
function fits(
  when: ComplianceCondition,
  facts: ComplianceFacts,
  { isWorking, hasPeople }: { isWorking: boolean; hasPeople: boolean },
): boolean {
  const { cameras, rule, severity, confidence, seen, kind } = facts
  if (when.kinds !== undefined && !when.kinds.includes(kind)) return false
  if (when.cameras !== undefined && !cameras.some((camera) => when.cameras!.includes(camera))) return false
  if (when.rules !== undefined && !(rule !== undefined && when.rules.includes(rule))) return false
  if (when.severities !== undefined && !(severity !== undefined && when.severities.includes(severity))) return false
  if (when.labels !== undefined && !seen.some(({ labels }) => labels.some((label) => when.labels!.includes(label)))) return false
  if (when.hours !== undefined && (when.hours === 'working') !== isWorking) return false
  if (when.people !== undefined && when.people !== hasPeople) return false
  if (when.confidenceFrom !== undefined && !(confidence !== undefined && confidence >= when.confidenceFrom)) return false
  return when.confidenceBelow === undefined || (confidence !== undefined && confidence < when.confidenceBelow)
}

const withheld = (rule: BuiltInRule | string): ComplianceVerdict => ({ outcome: 'withheld', rule })
