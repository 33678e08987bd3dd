import type { Id, Instant } from './ids.ts'
import type { LabelerFinding, LabelerQuality } from './labeler-quality.ts'

/** What a labeler is told of their own work on one class. */
export interface OwnQuality {
  readonly site: Id
  readonly label: string
  /** Tasks of the class that the person was given. */
  readonly asked: number
  /** Known answers among them, and those that were wrong. */
  readonly gold: number
  readonly wrong: number
  /** Since when the answers about the class do not count, until a data scientist has looked. */
  readonly asideSince: Instant | undefined
}

/**
 * A person's figures of one class as they stood at a moment that has passed.
 *
 * Told at once, they would say after each answer whether it was one that was known: who knows which tasks are looked at
 * can be careful with these alone.
 */
export function ownQuality(quality: LabelerQuality, findings: readonly LabelerFinding[], until: Instant): OwnQuality {
  const { site, who, label, asked } = quality
  const recent = quality.results.filter(({ at }) => at >= until)
  const finding = findings.find((one) => {
    return one.who === who && one.label === label && one.liftedAt === undefined && one.foundAt < until
  })
  return {
    ...{ site, label, asked },
    gold: quality.gold - recent.length,
    wrong: quality.wrong - recent.filter(({ isRight }) => !isRight).length,
    asideSince: finding?.since,
  }
}
