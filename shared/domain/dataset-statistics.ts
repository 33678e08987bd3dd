import { z } from 'zod'
import { type DatasetItem, SplitName, splitNames } from './dataset.ts'
import { compareText } from './dataset-version.ts'
import { Label } from './detection.ts'
import type { Annotation } from './frame-labels.ts'
import { Id } from './ids.ts'
import { LocalDate } from './night.ts'

const Count = z.int().nonnegative()
const GroupCounts = z.strictObject({ positive: Count, falsePositive: Count, background: Count })
export type GroupCounts = z.infer<typeof GroupCounts>

/** Rows and columns of the map of positions. */
export const mapRows = 9
export const mapColumns = 16
/** Boxes are sorted by the root of their area, a share of the picture's side: 0–2 %, 2–5 % … */
export const boxSideEdges = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6] as const
/** And by width : height in pixels. */
export const boxAspectEdges = [0.25, 0.5, 0.8, 1.25, 2, 4] as const
export const provenances = ['verdict', 'person', 'interpolated', 'assumed'] as const

/**
 * `statistics.json`: lists, not objects by name, since a label may be called anything. Every list is sorted, so that the
 * same items give the same file.
 */
export const DatasetStatistics = z.strictObject({
  items: Count,
  annotations: Count,
  /** Of the pictures. */
  bytes: Count,
  recordings: Count,
  splits: z.array(z.strictObject({ split: SplitName, annotations: Count, ...GroupCounts.shape })),
  /** `frames`: with at least one such object · `absent`: where a person said that there is none. */
  labels: z.array(z.strictObject({ label: Label, split: SplitName, annotations: Count, frames: Count, absent: Count })),
  cameras: z.array(z.strictObject({ camera: Id, ...GroupCounts.shape })),
  days: z.array(z.strictObject({ day: LocalDate, ...GroupCounts.shape })),
  boxSides: z.array(Count),
  boxAspects: z.array(Count),
  /** Boxes with less than 2 % of the picture's width or height. */
  tinyBoxes: Count,
  /** Row by row, how many boxes have their middle there. */
  positions: z.array(z.array(Count)),
  provenance: z.array(z.strictObject({ kind: z.enum(provenances), annotations: Count })),
})
export type DatasetStatistics = z.infer<typeof DatasetStatistics>

/** Below this share of the picture's side, a detector's grid hardly sees it. */
const tinySide = 0.02

/** Counts while items go by; holds a few numbers for each label, camera and day, whatever the number of items. */
export function createStatistics(): { add(item: DatasetItem): void; finish(): DatasetStatistics } {
  const totals = { items: 0, annotations: 0, bytes: 0, tinyBoxes: 0 }
  const recordings = new Set<string>()
  const splits = new Map<string, GroupCounts & { annotations: number }>()
  const labels = new Map<string, { annotations: number; frames: number; absent: number }>()
  const cameras = new Map<string, GroupCounts>()
  const days = new Map<string, GroupCounts>()
  const boxSides = boxSideEdges.map(() => 0).concat(0)
  const boxAspects = boxAspectEdges.map(() => 0).concat(0)
  const positions = Array.from({ length: mapRows }, () => Array.from({ length: mapColumns }, () => 0))
  const provenance = new Map<string, number>()

  const labelOf = (item: DatasetItem, label: string) =>
    entryOf(labels, `${item.split}\n${label}`, () => ({ annotations: 0, frames: 0, absent: 0 }))

  const addAnnotation = (item: DatasetItem, { box, source, because }: Annotation) => {
    if (Math.min(box.width, box.height) < tinySide) totals.tinyBoxes++
    boxSides[bucket(boxSideEdges, Math.sqrt(box.width * box.height))]!++
    boxAspects[bucket(boxAspectEdges, (box.width * item.width) / Math.max(1e-9, box.height * item.height))]!++
    positions[cell(box.top + box.height / 2, mapRows)]![cell(box.left + box.width / 2, mapColumns)]!++
    const kind = provenanceOf(source, because)
    provenance.set(kind, (provenance.get(kind) ?? 0) + 1)
  }

  return {
    add: (item) => {
      const group = item.group === 'false-positive' ? 'falsePositive' : item.group
      totals.items++
      totals.annotations += item.annotations.length
      totals.bytes += item.bytes
      recordings.add(item.recording)
      const split = entryOf(splits, item.split, () => ({ annotations: 0, ...noGroups() }))
      split[group]++
      split.annotations += item.annotations.length
      entryOf(cameras, item.camera, noGroups)[group]++
      entryOf(days, item.at.slice(0, 10), noGroups)[group]++
      for (const one of item.annotations) {
        labelOf(item, one.label).annotations++
        addAnnotation(item, one)
      }
      for (const label of new Set(item.annotations.map((one) => one.label))) labelOf(item, label).frames++
      for (const label of new Set(item.absent)) labelOf(item, label).absent++
    },
    finish: () => ({
      ...{ items: totals.items, annotations: totals.annotations, bytes: totals.bytes, recordings: recordings.size },
      splits: splitNames.map((split) => ({ split, ...(splits.get(split) ?? { annotations: 0, ...noGroups() }) })),
      labels: sorted(labels).map(([key, counts]) => {
        const [split, ...label] = key.split('\n')
        return { label: label.join('\n'), split: SplitName.parse(split), ...counts }
      }),
      cameras: sorted(cameras).map(([camera, counts]) => ({ camera, ...counts })),
      days: sorted(days).map(([day, counts]) => ({ day, ...counts })),
      ...{ boxSides, boxAspects, tinyBoxes: totals.tinyBoxes, positions },
      provenance: provenances.map((kind) => ({ kind, annotations: provenance.get(kind) ?? 0 })),
    }),
  }
}

/** Who answers for a box: a verdict, a person who drew it, the model before and after it, or the model alone. */
function provenanceOf(source: Annotation['source'], because: Annotation['because']): (typeof provenances)[number] {
  if (source.kind === 'person') return 'person'
  if (because.kind === 'assumed') return 'assumed'
  return source.isInterpolated ? 'interpolated' : 'verdict'
}

function noGroups(): GroupCounts {
  return { positive: 0, falsePositive: 0, background: 0 }
}

function entryOf<Value>(map: Map<string, Value>, key: string, create: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const value = create()
  map.set(key, value)
  return value
}

function sorted<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].sort(([a], [b]) => compareText(a, b))
}

function bucket(edges: readonly number[], value: number): number {
  const index = edges.findIndex((edge) => value < edge)
  return index < 0 ? edges.length : index
}

function cell(fraction: number, cells: number): number {
  return Math.min(cells - 1, Math.max(0, Math.floor(fraction * cells)))
}
