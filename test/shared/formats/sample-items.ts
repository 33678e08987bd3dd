import { createHash } from 'node:crypto'
import type { Box } from '../../../shared/domain/box.ts'
import type { DatasetHeader, DatasetItem, SplitName } from '../../../shared/domain/dataset.ts'
import { itemLine } from '../../../shared/domain/dataset-version.ts'
import type { Annotation, FrameGroup } from '../../../shared/domain/frame-labels.ts'
import { at } from '../../harness/sample-messages.ts'

/** What files and spreadsheets have to quote. */
export const awkwardLabels = ['=cmd|calc', 'bottle & "cap"', 'missing-cap', 'traffic light <3>'] as const

export interface SampleFrame {
  readonly jpeg: Uint8Array
  readonly width: number
  readonly height: number
}

/**
 * A dataset of these pictures: all splits, all groups, pictures without a box, boxes at the edge, boxes that reach out
 * of the picture, and some without an area.
 */
export function sampleDataset(frames: readonly SampleFrame[], labels: readonly string[] = awkwardLabels) {
  const items = frames.map((frame, index) => itemOf(frame, index, labels))
  const text = items.map(itemLine).join('')
  const digest = createHash('sha256').update(text).digest('hex')
  const countsOf = (split: SplitName) => {
    const mine = items.filter((item) => item.split === split)
    const inGroup = (group: FrameGroup) => mine.filter((item) => item.group === group).length
    const annotations = mine.reduce((sum, item) => sum + item.annotations.length, 0)
    return { frames: mine.length, positive: inGroup('positive'), falsePositive: inGroup('false-positive'), annotations }
  }
  const header: DatasetHeader = {
    version: `ds-${digest.slice(0, 16)}`,
    site: 'plant-1',
    labels: [...labels].sort(),
    items: items.length,
    itemsSha256: digest,
    splitBy: 'hour',
    counts: { train: countsOf('train'), validate: countsOf('validate'), test: countsOf('test') },
    leftOut: {},
  }
  const pictures = new Map(frames.map((frame, index) => [items[index]?.frame ?? '', frame.jpeg]))
  return { header, items, pictures }
}

const splits = ['train', 'train', 'validate', 'train', 'test'] as const

function itemOf({ jpeg, width, height }: SampleFrame, index: number, labels: readonly string[]): DatasetItem {
  const split = splits[index % splits.length] ?? 'train'
  // Two in three show something, so that every split has both.
  const group: FrameGroup = index % 3 < 2 ? 'positive' : index % 2 === 0 ? 'false-positive' : 'background'
  const boxes = group === 'positive' ? boxesOf(index) : []
  return {
    frame: createHash('sha256').update(jpeg).digest('hex'),
    ...{ camera: 'camera-1', recording: `rec-${split}`, videoSha256: 'a'.repeat(64), at: at(index), ptsMs: index * 40 },
    ...{ width, height, bytes: jpeg.length, likeness: '0123456789abcdef', split, group, incidents: [] },
    annotations: boxes.map((box, number) => annotationOf(labels[(index + number) % labels.length] ?? '', box, index)),
    absent: group === 'false-positive' ? [labels[0] ?? ''] : [],
  }
}

function boxesOf(index: number): Box[] {
  const shift = (index % 7) / 20
  const boxes = [
    { left: 0.1 + shift, top: 0.2, width: 0.123456, height: 0.31 },
    { left: 0, top: 0.5 - shift / 3, width: 1 / 3, height: 0.5 + shift / 3 },
  ]
  if (index % 4 === 0) boxes.push({ left: 0.9, top: 0.7, width: 0.3, height: 0.2 })
  if (index % 6 === 0) boxes.push({ left: 0.4, top: 0.4, width: 0, height: 0.2 })
  return boxes
}

function annotationOf(label: string, box: Box, index: number): Annotation {
  if (index % 2 === 0) {
    return { label, box, source: { kind: 'person', who: 'labeler-1', at: at(index) }, because: { kind: 'edit', seq: 1 } }
  }
  const model = { name: 'line-starter', version: '1', digest: 'a'.repeat(64) }
  const source = { kind: 'model', model, confidence: 0.9, isInterpolated: false } as const
  return { label, box, source, because: { kind: 'verdict', incident: 'incident-1', seq: 1 } }
}
