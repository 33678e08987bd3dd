import { connectedGroups } from './connected-groups.ts'
import { type SplitName, splitNames } from './dataset.ts'
import type { Id, Instant } from './ids.ts'
import { type Amounts, type SplitShares, shareOut, sum } from './share-out.ts'

/** What the splits need to know of a recording. */
export interface SplitFacts {
  readonly recording: Id
  readonly camera: Id
  readonly startedAt: Instant
  /** Names of what must never be in two splits: incidents (judged or not), the video's hash, recordings with the same pictures. */
  readonly links: readonly string[]
  readonly amounts: Amounts
}

/** What keeps splits apart, from coarse to fine: a camera's whole day, its hour, or only what is linked. */
export type SplitBy = 'day' | 'hour' | 'scene'

export interface SplitPlan {
  /** The earlier ones, unchanged, and the new ones. */
  readonly splits: ReadonlyMap<Id, SplitName>
  /** They hang on more than one split. */
  readonly leftOut: ReadonlySet<Id>
  readonly splitBy: SplitBy
}

// With fewer groups, shares could not be met, and one group more or less would change every figure of the test.
const enoughGroups = 10
const levels: readonly SplitBy[] = ['day', 'hour', 'scene']
// What is in the test stays there: it is the yardstick of all models. What hangs on it must not be learned from.
const precedence: readonly SplitName[] = ['test', 'validate', 'train']

/**
 * Puts each recording into one split, once for ever. Recordings that show the same thing go together: those of one
 * incident always, those of one camera and day (or hour) if there are enough such groups.
 *
 * A new group that hangs on recordings of one split goes there as a whole. One that hangs on two is looked at more finely
 * (a day that is mixed already keeps nothing apart); where even its incidents reach into two splits, it is left out.
 *
 * @param facts All recordings with labelled frames, and all that were given a split before
 * @param earlier The splits that were given before; none of them ever changes
 */
export function assignSplits(facts: readonly SplitFacts[], earlier: ReadonlyMap<Id, SplitName>, shares: SplitShares): SplitPlan {
  const sorted = [...facts].sort((a, b) => (a.recording < b.recording ? -1 : 1))
  const wanted = levels.find((level) => level === 'scene' || new Set(groupsBy(sorted, level)).size >= enoughGroups) ?? 'scene'
  const splits = new Map(earlier)
  const leftOut = new Set<Id>()
  const free: SplitFacts[][] = []
  const known = sorted.filter(({ recording }) => earlier.has(recording))

  const place = (members: readonly SplitFacts[], level: SplitBy) => {
    const splitsOfKey = new Map<string, Set<SplitName>>()
    for (const one of known) for (const key of keysOf(one, level)) addTo(splitsOfKey, key, earlier.get(one.recording)!)
    for (const group of groupsOf(members, level)) {
      const touched = new Set(group.flatMap((one) => keysOf(one, level).flatMap((key) => [...(splitsOfKey.get(key) ?? [])])))
      const [split] = touched
      const finer = levels[levels.indexOf(level) + 1]
      if (split === undefined) free.push(group)
      else if (touched.size === 1) for (const { recording } of group) splits.set(recording, split)
      else if (finer !== undefined) place(group, finer)
      else for (const { recording } of group) leftOut.add(recording)
    }
  }
  place(
    sorted.filter(({ recording }) => !earlier.has(recording)),
    wanted,
  )

  const shared = shareOut(
    free.map((group) => ({ name: nameOf(group), amounts: sum(group.map(({ amounts }) => amounts)) })),
    takenBy(sorted, splits),
    countGroups(sorted, wanted),
    shares,
  )
  for (const group of free) for (const { recording } of group) splits.set(recording, shared.get(nameOf(group))!)
  for (const recording of bridges(sorted, splits, leftOut)) leftOut.add(recording)

  const kept = sorted.filter(({ recording }) => !leftOut.has(recording))
  const splitBy = levels.find((level) => levels.indexOf(level) >= levels.indexOf(wanted) && isKept(kept, splits, level)) ?? 'scene'
  return { splits, leftOut, splitBy }
}

/** Incidents may grow after their recordings were given a split. Then what is not in the test (or validate) has to go. */
function* bridges(facts: readonly SplitFacts[], splits: ReadonlyMap<Id, SplitName>, leftOut: ReadonlySet<Id>): Iterable<Id> {
  const kept = facts.filter(({ recording }) => !leftOut.has(recording))
  const membersOf = new Map<string, Set<Id>>()
  for (const one of kept) for (const link of one.links) addTo(membersOf, link, one.recording)
  for (const members of membersOf.values()) {
    const first = precedence.find((split) => [...members].some((recording) => splits.get(recording) === split))
    for (const recording of members) if (splits.get(recording) !== first) yield recording
  }
}

function keysOf({ camera, startedAt, links }: SplitFacts, level: SplitBy): readonly string[] {
  if (level === 'scene') return links
  // By its start alone: a recording over the turn of an hour would tie each hour to the next.
  return [...links, `time ${camera} ${startedAt.slice(0, level === 'day' ? 10 : 13)}`]
}

function groupsBy(facts: readonly SplitFacts[], level: SplitBy): number[] {
  return connectedGroups(facts.map((one) => keysOf(one, level)))
}

function groupsOf(facts: readonly SplitFacts[], level: SplitBy): SplitFacts[][] {
  const groups: SplitFacts[][] = []
  groupsBy(facts, level).forEach((number, index) => {
    groups[number] ??= []
    groups[number].push(facts[index]!)
  })
  return groups
}

/** How many groups have something of each thing. */
function countGroups(facts: readonly SplitFacts[], level: SplitBy): Map<string, number> {
  const counts = new Map<string, number>()
  for (const group of groupsOf(facts, level)) {
    for (const [what, amount] of sum(group.map(({ amounts }) => amounts))) if (amount > 0) counts.set(what, (counts.get(what) ?? 0) + 1)
  }
  return counts
}

function takenBy(facts: readonly SplitFacts[], splits: ReadonlyMap<Id, SplitName>): Map<SplitName, Amounts> {
  return new Map(
    splitNames.map((split) => [split, sum(facts.filter(({ recording }) => splits.get(recording) === split).map(({ amounts }) => amounts))]),
  )
}

/** Whether nothing that the level keeps together is in two splits. */
function isKept(facts: readonly SplitFacts[], splits: ReadonlyMap<Id, SplitName>, level: SplitBy): boolean {
  const splitOfKey = new Map<string, SplitName>()
  return facts.every((one) =>
    keysOf(one, level).every((key) => {
      const split = splits.get(one.recording)!
      const first = splitOfKey.get(key) ?? split
      splitOfKey.set(key, first)
      return first === split
    }),
  )
}

function nameOf(group: readonly SplitFacts[]): string {
  return group[0]!.recording
}

function addTo<Key, Value>(map: Map<Key, Set<Value>>, key: Key, value: Value): void {
  const values = map.get(key)
  if (values === undefined) map.set(key, new Set([value]))
  else values.add(value)
}
