import type { Instant } from './ids.ts'

/** What somebody said about one thing: a verdict on an incident, or a label on a frame. */
export interface Word {
  readonly who: string
  readonly label: string
  readonly says: 'present' | 'absent'
  readonly at: Instant
}

/** Below so many words neither a share nor a spike means anything. */
const enoughWords = 50
const enoughADay = 20
const mostSigmas = 4

/**
 * Why nothing should be learned from the newest feedback before a person has looked: one person alone says what a label
 * is, or a day's answers are unlike all others. Undefined = it is as usual. Nobody is named: who it was is for those who
 * may look at the audit chain.
 *
 * @param fresh Words that no model has learned from
 * @param earlier The ones before
 * @param largestShare Most of a label's new words that one person may have given, 0..1
 */
export function judgeFeedback(fresh: readonly Word[], earlier: readonly Word[], largestShare: number): string | undefined {
  const before = Map.groupBy(earlier, ({ label }) => label)
  const reasons = [...Map.groupBy(fresh, ({ label }) => label)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([label, words]) => {
      return [skew(label, words, largestShare), spike(label, words, before.get(label) ?? [])].filter((reason) => reason !== undefined)
    })
  return reasons.length === 0 ? undefined : reasons.join(' ')
}

function skew(label: string, words: readonly Word[], largestShare: number): string | undefined {
  if (words.length < enoughWords) return undefined
  const most = Math.max(...[...Map.groupBy(words, ({ who }) => who).values()].map(({ length }) => length))
  if (most / words.length <= largestShare) return undefined
  return `One person gave ${percent(most / words.length)} of the ${words.length} new answers about “${label}”; the policy allows ${percent(largestShare)}.`
}

/** The share of “not there” on a day, against what it was before, in standard deviations of so many answers. */
function spike(label: string, words: readonly Word[], earlier: readonly Word[]): string | undefined {
  if (earlier.length < enoughWords) return undefined
  // One more of each: a share of exactly 0 or 1 would make any other answer impossible.
  const usual = (absentOf(earlier) + 1) / (earlier.length + 2)
  for (const [day, said] of Map.groupBy(words, ({ at }) => at.slice(0, 10))) {
    if (said.length < enoughADay) continue
    const share = absentOf(said) / said.length
    // What is usual is only an estimate itself; half an answer less, since answers come whole.
    const deviation = Math.sqrt(usual * (1 - usual) * (1 / said.length + 1 / earlier.length))
    const sigmas = (Math.abs(share - usual) - 0.5 / said.length) / deviation
    if (sigmas > mostSigmas) {
      return `On ${day}, ${percent(share)} of ${said.length} answers about “${label}” said that nothing was there; ${percent(usual)} is usual.`
    }
  }
  return undefined
}

function absentOf(words: readonly Word[]): number {
  return words.filter(({ says }) => says === 'absent').length
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
