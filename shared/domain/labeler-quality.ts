import { z } from 'zod'
import { Label } from './detection.ts'
import { Id, Instant } from './ids.ts'

/** An answer to a question whose answer was known. */
export const GoldResult = z.strictObject({ task: Id, at: Instant, isRight: z.boolean() })
export type GoldResult = z.infer<typeof GoldResult>

/** How surely one person labels one class: what is needed to find answers that would teach the wrong thing, and no more. */
export const LabelerQuality = z.strictObject({
  site: Id,
  who: z.string().max(64),
  label: Label,
  /** Tasks of the class that the person was given. */
  asked: z.int().nonnegative(),
  /** Known answers so far, and those that were wrong. */
  gold: z.int().nonnegative(),
  wrong: z.int().nonnegative(),
  /** The newest results, oldest first; `sum` and `zeroAt` are what the older ones had come to. */
  results: z.array(GoldResult),
  base: z.strictObject({ sum: z.number(), zeroAt: Instant.optional() }),
})
export type LabelerQuality = z.infer<typeof LabelerQuality>

/** Somebody's answers of a class were put aside, until a data scientist has looked. */
export const LabelerFinding = z.strictObject({
  id: Id,
  site: Id,
  who: z.string().max(64),
  label: Label,
  foundAt: Instant,
  /** When the change most likely came: the last moment at which nothing spoke against the person. */
  since: Instant,
  /** Known answers from then on, and those that were wrong. */
  gold: z.int().nonnegative(),
  wrong: z.int().nonnegative(),
  liftedAt: Instant.optional(),
  liftedBy: z.string().max(64).optional(),
  /** Whether the answers count again; otherwise they stay aside for ever, and just later ones count. */
  isRestored: z.boolean().optional(),
  note: z.string().max(2000).optional(),
})
export type LabelerFinding = z.infer<typeof LabelerFinding>

// Page's cumulative sum of the log-likelihood ratio of two kinds of labelers. Limit 7 accuses an honest one in less
// than one of a hundred runs of 1,000 tasks, and finds the other within 27 known answers in 95 of a hundred.
const honestErrorRate = 0.02
const badErrorRate = 0.3
const wrongStep = Math.log(badErrorRate / honestErrorRate)
const rightStep = Math.log((1 - badErrorRate) / (1 - honestErrorRate))
export const cusumLimit = 7

const maxResults = 100

export function newQuality(site: Id, who: string, label: string): LabelerQuality {
  return { site, who, label, asked: 0, gold: 0, wrong: 0, results: [], base: { sum: 0 } }
}

/** Takes in a known answer. The same task again replaces its result: a slip that was taken back is no error. */
export function noteGold(quality: LabelerQuality, result: GoldResult): LabelerQuality {
  // Sent again long after: it is in what the older results had come to, or was wiped out by a data scientist.
  if (quality.base.zeroAt !== undefined && result.at <= quality.base.zeroAt) return quality
  const without = forgetGold(quality, result.task)
  const results = [...without.results, result]
  const counted = { ...without, gold: without.gold + 1, wrong: without.wrong + (result.isRight ? 0 : 1), results }
  const [oldest, ...newer] = results
  if (oldest === undefined || results.length <= maxResults) return counted
  return { ...counted, results: newer, base: step(quality.base, oldest) }
}

export function forgetGold(quality: LabelerQuality, task: Id): LabelerQuality {
  const known = quality.results.find((result) => result.task === task)
  if (known === undefined) return quality
  const results = quality.results.filter((result) => result !== known)
  return { ...quality, results, gold: quality.gold - 1, wrong: quality.wrong - (known.isRight ? 0 : 1) }
}

export interface QualityState {
  readonly sum: number
  /** When nothing spoke against the person for the last time; undefined = at no time since the beginning. */
  readonly zeroAt: Instant | undefined
  /** Known answers since then. */
  readonly since: readonly GoldResult[]
}

/** How much speaks against the person by now. */
export function qualityState({ base, results }: Pick<LabelerQuality, 'base' | 'results'>): QualityState {
  let state: { sum: number; zeroAt?: Instant | undefined } = base
  let since: GoldResult[] = []
  for (const result of results) {
    state = step(state, result)
    since = state.sum === 0 ? [] : [...since, result]
  }
  return { sum: state.sum, zeroAt: state.zeroAt, since }
}

/** After a data scientist has looked, the count begins anew. */
export function clearedQuality(quality: LabelerQuality, at: Instant): LabelerQuality {
  return { ...quality, results: [], base: { sum: 0, zeroAt: at } }
}

function step({ sum, zeroAt }: { sum: number; zeroAt?: Instant | undefined }, { isRight, at }: GoldResult) {
  const next = Math.max(0, sum + (isRight ? rightStep : wrongStep))
  const zero = next === 0 ? at : zeroAt
  return { sum: next, ...(zero !== undefined && { zeroAt: zero }) }
}
