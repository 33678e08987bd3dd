import { createHash } from 'node:crypto'
import { type SplitName, splitNames } from './dataset.ts'

/** How much of what: frames, false positives, and each label's positives. */
export type Amounts = ReadonlyMap<string, number>

/** What goes to one split as a whole. */
export interface Portion {
  readonly name: string
  readonly amounts: Amounts
}

/** Of `validate` and `test`; the rest is `train`. */
export interface SplitShares {
  readonly validate: number
  readonly test: number
}

/** Counts frames in `Amounts`. */
export const framesAmount = 'frames'

// A first portion may fill a small split beyond its share, but not so far that little is left to learn from.
const largestFirstPortion = 0.5

/**
 * Shares portions out among the splits: each goes where most is missing. A split that has nothing at all of something
 * comes first as soon as there is enough for every split, so that validate and test are not empty for long.
 *
 * The order does not depend on the order of the input: large portions first, since they fit only while there is room, and
 * among those of one size by the hash of the name, so that neither cameras nor days that sort first are favoured.
 *
 * @param taken What each split has already
 * @param portionsWith How many portions there are of each thing, those that were shared out before among them
 */
export function shareOut(
  portions: readonly Portion[],
  taken: ReadonlyMap<SplitName, Amounts>,
  portionsWith: ReadonlyMap<string, number>,
  shares: SplitShares,
): ReadonlyMap<string, SplitName> {
  const shareOf = { train: 1 - shares.validate - shares.test, validate: shares.validate, test: shares.test }
  const open = splitNames.filter((split) => shareOf[split] > 0)
  const has = new Map(splitNames.map((split) => [split, new Map(taken.get(split))]))
  const totals = sum([...taken.values(), ...portions.map(({ amounts }) => amounts)])

  const score = ({ amounts }: Portion, split: SplitName) => {
    const present = has.get(split)!
    const frames = (present.get(framesAmount) ?? 0) + (amounts.get(framesAmount) ?? 0)
    const fits = split === 'train' || frames <= (totals.get(framesAmount) ?? 0) * Math.max(largestFirstPortion, shareOf[split])
    let isFirst = 0
    let lacks = 0
    for (const [what, amount] of amounts) {
      if (amount === 0) continue
      const there = present.get(what) ?? 0
      if (there === 0 && fits && (portionsWith.get(what) ?? 0) >= open.length) isFirst++
      lacks += shareOf[split] - there / totals.get(what)!
    }
    return { split, isFirst, lacks }
  }

  const result = new Map<string, SplitName>()
  for (const portion of inOrder(portions)) {
    // Sorting is stable: where all is equal, train comes before validate before test.
    const [best] = open.map((split) => score(portion, split)).sort((a, b) => b.isFirst - a.isFirst || b.lacks - a.lacks)
    if (best === undefined) continue
    result.set(portion.name, best.split)
    const present = has.get(best.split)!
    for (const [what, amount] of portion.amounts) present.set(what, (present.get(what) ?? 0) + amount)
  }
  return result
}

export function sum(amounts: Iterable<Amounts>): Map<string, number> {
  const total = new Map<string, number>()
  for (const one of amounts) for (const [what, amount] of one) total.set(what, (total.get(what) ?? 0) + amount)
  return total
}

function inOrder(portions: readonly Portion[]): readonly Portion[] {
  const keyed = portions.map((portion) => ({
    portion,
    size: portion.amounts.get(framesAmount) ?? 0,
    hash: createHash('sha256').update(portion.name).digest('hex'),
  }))
  return keyed.sort((a, b) => b.size - a.size || (a.hash < b.hash ? -1 : 1)).map(({ portion }) => portion)
}
