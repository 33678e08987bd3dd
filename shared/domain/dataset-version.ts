import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'
import { type DatasetHeader, type DatasetItem, type DatasetVersion, type SplitName, splitNames } from './dataset.ts'
import type { Id } from './ids.ts'

/** A line of `items.jsonl`: equal items give equal bytes. */
export function itemLine(item: DatasetItem): string {
  return `${canonicalJson(item)}\n`
}

/** The order of a dataset: camera, time, frame. */
export function compareItems(a: DatasetItem, b: DatasetItem): number {
  return compareText(a.camera, b.camera) || compareText(a.at, b.at) || compareText(a.frame, b.frame)
}

/** By code unit, whatever the language of the machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

export interface DatasetDigest {
  /** In the order of the dataset. */
  add(item: DatasetItem): void
  header(site: Id, made: Pick<DatasetHeader, 'splitBy' | 'leftOut'>): DatasetHeader
}

/** Takes the items one by one and answers what `dataset.json` says of them. */
export function createDatasetDigest(): DatasetDigest {
  const hash = createHash('sha256')
  const labels = new Set<string>()
  const counts = emptyCounts()
  let items = 0
  return {
    add: (item) => {
      hash.update(itemLine(item))
      items++
      const count = counts[item.split]
      count.frames++
      count.annotations += item.annotations.length
      if (item.group === 'positive') count.positive++
      if (item.group === 'false-positive') count.falsePositive++
      for (const { label } of item.annotations) labels.add(label)
      // A label that was only ever wrong is a label nevertheless: its absence is what is learned.
      for (const label of item.absent) labels.add(label)
    },
    header: (site, { splitBy, leftOut }) => {
      const itemsSha256 = hash.copy().digest('hex')
      return {
        version: versionOf(site, itemsSha256),
        site,
        labels: [...labels].sort(compareText),
        items,
        itemsSha256,
        splitBy,
        counts,
        leftOut,
      }
    },
  }
}

/** Of the content alone: items say their labels, groups and splits, so nothing else has to be in it. */
function versionOf(site: Id, itemsSha256: string): DatasetVersion {
  return `ds-${createHash('sha256').update(`${site}\n${itemsSha256}`).digest('hex').slice(0, 16)}`
}

function emptyCounts(): DatasetHeader['counts'] {
  const none = () => ({ frames: 0, positive: 0, falsePositive: 0, annotations: 0 })
  return Object.fromEntries(splitNames.map((split) => [split, none()])) as Record<SplitName, ReturnType<typeof none>>
}
