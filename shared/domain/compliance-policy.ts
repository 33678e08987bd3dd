import { z } from 'zod'
import { Box } from './box.ts'
import { itemKinds } from './compliance-item.ts'
import { Label } from './detection.ts'
import { Id, Instant } from './ids.ts'
import { WeeklyHours } from './roster.ts'
import { Severity } from './rule.ts'

export const ItemKindName = z.enum(itemKinds)

/** What an item may say beside its kind, its site and its times. docs/compliance.md says which kind has which. */
export const leavingFields = [
  'camera',
  'device',
  'rule',
  'label',
  'severity',
  'confidence',
  'box',
  'track',
  'model',
  'size',
  'timing',
] as const
export const LeavingField = z.enum(leavingFields)
export type LeavingField = z.infer<typeof LeavingField>

/** How long what left is kept; the policy says how many days each is. */
export const retentionClasses = ['short', 'standard', 'long'] as const
export const RetentionClass = z.enum(retentionClasses)
export type RetentionClass = z.infer<typeof RetentionClass>

/** `cover`: pixels of people are filled, data about them is taken out. `drop`: a picture or frame with people does not leave. */
export const PeopleTreatment = z.enum(['cover', 'drop'])

const LongSide = z.int().min(64).max(8192)
const Confidence = z.number().min(0).max(1)
const Fields = z.array(LeavingField).max(leavingFields.length)
const ids = (max: number) => z.array(Id).min(1).max(max).optional()

/** An item fits when all that is asked for holds; what it does not have does not hold. Without any, every item fits. */
export const ComplianceCondition = z.strictObject({
  kinds: z.array(ItemKindName).min(1).max(itemKinds.length).optional(),
  cameras: ids(200),
  /** Rules of incidents. */
  rules: ids(200),
  /** One of what was seen is one of these. */
  labels: z.array(Label).min(1).max(100).optional(),
  severities: z.array(Severity).min(1).max(3).optional(),
  /** Whether it began within the site's working hours, by the clock on its wall. */
  hours: z.enum(['working', 'other']).optional(),
  /** Whether anything that was seen is one of the policy's words for people. */
  people: z.boolean().optional(),
  /** The surest detection. */
  confidenceFrom: Confidence.optional(),
  confidenceBelow: Confidence.optional(),
})
export type ComplianceCondition = z.infer<typeof ComplianceCondition>

export const ComplianceRule = z.strictObject({
  id: Id,
  when: ComplianceCondition.prefault({}),
  /** `quarantine`: it stays until a person has looked at it. */
  action: z.enum(['release', 'withhold', 'quarantine']),
  /** Fields that do not leave although they are among those of the kind. */
  without: Fields.default([]),
  people: PeopleTreatment.optional(),
  /** Pixels of a picture's longer side, where that is less than the policy's. */
  longSide: LongSide.optional(),
  retention: RetentionClass.default('standard'),
})
export type ComplianceRule = z.infer<typeof ComplianceRule>

/** What decides where no rule of a policy does. A rule of a policy cannot have one of these names. */
export const builtInRules = [
  'source-missing',
  'picture-unreadable',
  'unfilterable',
  'region',
  'no-rule',
  'expired',
  'people-unknown',
] as const
export type BuiltInRule = (typeof builtInRules)[number]

/** What is known about who can be seen by a camera. */
export const CameraView = z.strictObject({
  /** `model`: its detections say who is where. `nobody`: no person can get into the picture. `masks`: only where the masks are. */
  people: z.enum(['model', 'nobody', 'masks']).default('model'),
  /** Regions that are covered on every picture. */
  masks: z.array(Box).max(20).default([]),
})

const People = z.strictObject({
  treatment: PeopleTreatment.default('cover'),
  /** What models call people and parts of them; upper and lower case are the same. */
  labels: z
    .array(Label)
    .min(1)
    .max(50)
    .default(['person', 'people', 'human', 'pedestrian', 'worker', 'operator', 'man', 'woman', 'child', 'face', 'head', 'hand']),
  /** A box is made larger by this share of its sides on each side: models cut ears off. */
  marginShare: z.number().min(0).max(1).default(0.15),
  cameras: z.record(Id, CameraView).default({}),
})

const Days = z.int().min(1).max(3650)

/** What of a site may leave it. Every field has a default; all defaults together are the policy of a site that never said anything. */
export const CompliancePolicy = z
  .strictObject({
    /** The first that fits decides; what none fits stays. */
    rules: z
      .array(ComplianceRule)
      .max(50)
      .default([ComplianceRule.parse({ id: 'everything', action: 'release' })]),
    /** What an item of a kind may say. */
    fields: z
      .strictObject({
        inferences: Fields.default(['camera', 'label', 'confidence', 'box', 'model', 'size']),
        incident: Fields.default(['camera', 'rule', 'label', 'severity', 'confidence', 'model']),
        score: Fields.default(['camera', 'label', 'confidence', 'box', 'model', 'size']),
        anomaly: Fields.default(['camera', 'rule', 'label']),
      })
      .prefault({}),
    people: People.prefault({}),
    /** Pixels of a picture's longer side. */
    longSide: LongSide.default(1280),
    workingHours: z
      .array(WeeklyHours)
      .max(21)
      .default([{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '06:00', to: '22:00' }]),
    retentionDays: z.strictObject({ short: Days.default(7), standard: Days.default(30), long: Days.default(365) }).prefault({}),
    /** Where data that left may lie; an empty list says nothing about it. */
    regions: z
      .array(z.string().regex(/^[a-z0-9]{1,40}$/, 'must be the name of a region such as westeurope'))
      .max(20)
      .default([]),
  })
  .superRefine((policy, context) => {
    const known = new Set<string>()
    for (const [index, { id, when }] of policy.rules.entries()) {
      const complain = (message: string) => context.addIssue({ code: 'custom', path: ['rules', index, 'id'], message })
      if (known.has(id)) complain(`${id} is the name of two rules`)
      if ((builtInRules as readonly string[]).includes(id)) complain(`${id} is the name of a built-in rule`)
      if ((when.confidenceFrom ?? 0) >= (when.confidenceBelow ?? 2))
        complain(`${id} fits nothing: confidenceFrom must be less than confidenceBelow`)
      known.add(id)
    }
    for (const [camera, { people, masks }] of Object.entries(policy.people.cameras)) {
      if (people !== 'masks' || masks.length > 0) continue
      context.addIssue({ code: 'custom', path: ['people', 'cameras', camera, 'masks'], message: 'must name a region where people can be' })
    }
    const { short, standard, long } = policy.retentionDays
    if (short > standard || standard > long)
      context.addIssue({
        code: 'custom',
        path: ['retentionDays'],
        message: 'short must not be longer than standard, nor standard than long',
      })
  })
export type CompliancePolicy = z.infer<typeof CompliancePolicy>

/** A policy as it was saved; never changed afterwards. */
export const PolicyVersion = z.strictObject({
  site: Id,
  /** 1, 2, 3 …; 0 is the default, which nobody saved. */
  number: z.int().nonnegative(),
  policy: CompliancePolicy,
  savedAt: Instant.optional(),
  /** Id of the person. */
  savedBy: z.string().max(64).optional(),
  /** Why, in the person's words. */
  note: z.string().max(500).optional(),
})
export type PolicyVersion = z.infer<typeof PolicyVersion>

export const defaultPolicy: CompliancePolicy = CompliancePolicy.parse({})
