import { createHash } from 'node:crypto'
import { iou } from './box.ts'
import { canonicalJson } from './canonical-json.ts'
import { type DatasetItem, type SplitName, splitNames } from './dataset.ts'
import { createHashTable } from './hash-table.ts'

/** What can only be seen by comparing items with each other. */
export interface ItemFacts {
  /** Things that are in two splits; the first few of them. */
  readonly leaks: readonly string[]
  readonly duplicates: number
  /** Frames with contradictory answers: twice with different ones, or in themselves. */
  readonly conflicts: number
  /** Frames of validate and test with the likeness of a frame of train. */
  readonly nearDuplicates: number
}

export interface ItemWatch {
  /** Whether this picture is new; one that came before counts as a duplicate and must not be in the dataset again. */
  add(item: DatasetItem): boolean
  facts(): ItemFacts
}

const maxLeaks = 20
// Two boxes that cover each other so far are one object.
const sameObject = 0.9
const trainBit = 1

/** Holds some twenty bytes for each picture, and a name for each recording and incident. */
export function createItemWatch(): ItemWatch {
  const answers = createHashTable()
  const likenesses = createHashTable()
  const splitOf = new Map<string, SplitName>()
  const leaks = new Set<string>()
  let duplicates = 0
  let conflicts = 0

  const checkLeak = (thing: string, split: SplitName) => {
    const first = splitOf.get(thing)
    if (first === undefined) splitOf.set(thing, split)
    else if (first !== split && leaks.size < maxLeaks) leaks.add(thing)
  }
  return {
    add: (item) => {
      checkLeak(`recording ${item.recording}`, item.split)
      checkLeak(`video ${item.videoSha256}`, item.split)
      for (const incident of item.incidents) checkLeak(`incident ${incident}`, item.split)
      const answer = answerOf(item)
      const before = answers.get(item.frame)
      if (before !== undefined) {
        duplicates++
        if (differs(before, answer)) conflicts++
        if (splitIn(before) !== item.split && leaks.size < maxLeaks) leaks.add(`frame ${item.frame}`)
        return false
      }
      answers.set(item.frame, answer)
      if (contradictsItself(item)) conflicts++
      const alike = likenesses.get(item.likeness) ?? 0
      likenesses.set(item.likeness, item.split === 'train' ? alike | trainBit : alike + 2)
      return true
    },
    facts: () => {
      let nearDuplicates = 0
      for (const value of likenesses.values()) if ((value & trainBit) === 1) nearDuplicates += value >>> 1
      return { leaks: [...leaks], duplicates, conflicts, nearDuplicates }
    },
  }
}

/** Thirty bits of what is said to be on the frame, and two of its split. */
function answerOf({ group, annotations, absent, split }: DatasetItem): number {
  const said = canonicalJson({ group, absent, objects: annotations.map(({ label, box }) => ({ label, box })) })
  const bits = createHash('sha256').update(said).digest().readUInt32BE(0)
  return ((bits & ~3) | splitNames.indexOf(split)) >>> 0
}

function differs(a: number, b: number): boolean {
  return a >>> 2 !== b >>> 2
}

function splitIn(answer: number): SplitName | undefined {
  return splitNames[answer & 3]
}

/** The same label there and absent, or one object with two labels. */
function contradictsItself({ annotations, absent }: DatasetItem): boolean {
  return annotations.some(
    (one, index) =>
      absent.includes(one.label) ||
      annotations.slice(index + 1).some((other) => other.label !== one.label && iou(one.box, other.box) >= sameObject),
  )
}
