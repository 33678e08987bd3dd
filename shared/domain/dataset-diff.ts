import { z } from 'zod'
import { canonicalJson } from './canonical-json.ts'
import { DatasetItem, DatasetVersion, SplitName, splitNames } from './dataset.ts'
import { compareItems, compareText } from './dataset-version.ts'
import { Label } from './detection.ts'

const Count = z.int().nonnegative()
const BeforeAndAfter = z.strictObject({ before: Count, after: Count })

/** What is different in `version` as compared with `against`, the older one. */
export const DatasetDiff = z.strictObject({
  version: DatasetVersion,
  against: DatasetVersion,
  /** `changed`: in both, with other annotations or another group. */
  frames: z.strictObject({ added: Count, removed: Count, changed: Count, same: Count }),
  /** Boxes that are new or gone, in frames that are in both versions and in those that are not. */
  labels: z.array(z.strictObject({ label: Label, added: Count, removed: Count, annotations: BeforeAndAfter })),
  splits: z.array(
    z.strictObject({
      split: SplitName,
      frames: BeforeAndAfter,
      annotations: BeforeAndAfter,
      positive: BeforeAndAfter,
      falsePositive: BeforeAndAfter,
    }),
  ),
  /** Frames that were in another split: splits are given for ever, so more than none is a fault. */
  moved: Count,
})
export type DatasetDiff = z.infer<typeof DatasetDiff>

/** Walks through both versions side by side; both are in the order of datasets, so nothing has to be kept. */
export async function diffDatasets(
  after: { readonly version: DatasetVersion; readonly items: AsyncIterable<DatasetItem> },
  before: { readonly version: DatasetVersion; readonly items: AsyncIterable<DatasetItem> },
): Promise<DatasetDiff> {
  const frames = { added: 0, removed: 0, changed: 0, same: 0 }
  const labels = new Map<string, { added: number; removed: number; annotations: { before: number; after: number } }>()
  const splits = splitNames.map((split) => ({ split, frames: pair(), annotations: pair(), positive: pair(), falsePositive: pair() }))
  let moved = 0

  const count = (item: DatasetItem, side: 'before' | 'after') => {
    const split = splits[splitNames.indexOf(item.split)]!
    split.frames[side]++
    split.annotations[side] += item.annotations.length
    if (item.group === 'positive') split.positive[side]++
    if (item.group === 'false-positive') split.falsePositive[side]++
    for (const { label } of item.annotations) labelOf(label).annotations[side]++
  }
  const labelOf = (label: string) => {
    const known = labels.get(label) ?? { added: 0, removed: 0, annotations: pair() }
    labels.set(label, known)
    return known
  }
  const compareBoxes = (old: DatasetItem | undefined, young: DatasetItem | undefined) => {
    const left = new Map<string, number>()
    for (const one of old?.annotations ?? []) left.set(nameOf(one), (left.get(nameOf(one)) ?? 0) + 1)
    for (const one of young?.annotations ?? []) {
      const there = left.get(nameOf(one)) ?? 0
      if (there > 0) left.set(nameOf(one), there - 1)
      else labelOf(one.label).added++
    }
    for (const [name, times] of left) if (times > 0) labelOf(name.slice(0, name.indexOf('\n'))).removed += times
  }

  for await (const [young, old] of sideBySide(after.items, before.items)) {
    if (old !== undefined) count(old, 'before')
    if (young !== undefined) count(young, 'after')
    compareBoxes(old, young)
    if (old !== undefined && young !== undefined && old.split !== young.split) moved++
    frames[kindOfDifference(young, old)]++
  }
  const byLabel = [...labels].sort(([a], [b]) => compareText(a, b)).map(([label, counts]) => ({ label, ...counts }))
  return { version: after.version, against: before.version, frames, labels: byLabel, splits, moved }
}

/** Items of `after` that are not in `before`, or are labelled otherwise there. */
export async function* newItems(after: AsyncIterable<DatasetItem>, before: AsyncIterable<DatasetItem>): AsyncIterable<DatasetItem> {
  for await (const [young, old] of sideBySide(after, before)) {
    if (young !== undefined && (old === undefined || contentOf(old) !== contentOf(young))) yield young
  }
}

/** A picture that is not the same in both versions; the side that it is not on is undefined. */
export const DatasetDifference = z.strictObject({
  kind: z.enum(['added', 'removed', 'changed']),
  before: DatasetItem.optional(),
  after: DatasetItem.optional(),
})
export type DatasetDifference = z.infer<typeof DatasetDifference>

/** What became of a picture between two versions. */
export function kindOfDifference(young: DatasetItem | undefined, old: DatasetItem | undefined): DatasetDifference['kind'] | 'same' {
  if (old === undefined) return 'added'
  if (young === undefined) return 'removed'
  return contentOf(old) === contentOf(young) ? 'same' : 'changed'
}

async function* sideBySide(
  left: AsyncIterable<DatasetItem>,
  right: AsyncIterable<DatasetItem>,
): AsyncIterable<[DatasetItem | undefined, DatasetItem | undefined]> {
  const [a, b] = [left[Symbol.asyncIterator](), right[Symbol.asyncIterator]()]
  let [one, other] = [await a.next(), await b.next()]
  while (!one.done || !other.done) {
    const order = one.done ? 1 : other.done ? -1 : compareItems(one.value, other.value)
    yield [order <= 0 ? one.value : undefined, order >= 0 ? other.value : undefined]
    if (order <= 0) one = await a.next()
    if (order >= 0) other = await b.next()
  }
}

function pair() {
  return { before: 0, after: 0 }
}

/** A box is the same if it has the same label and place, whoever drew it. */
function nameOf({ label, box }: DatasetItem['annotations'][number]): string {
  return `${label}\n${canonicalJson(box)}`
}

function contentOf({ group, absent, annotations }: DatasetItem): string {
  return canonicalJson({ group, absent: [...absent].sort(), boxes: annotations.map(nameOf).sort() })
}
