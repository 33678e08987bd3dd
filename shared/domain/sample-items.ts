import { z } from 'zod'
import { DatasetItem, splitNames } from './dataset.ts'
import { compareText } from './dataset-version.ts'
import { FrameGroup } from './frame-labels.ts'

/** `samples.json`: a few pictures of each group to look at. */
export const DatasetSamples = z.strictObject({ groups: z.array(z.strictObject({ group: FrameGroup, items: z.array(DatasetItem) })) })
export type DatasetSamples = z.infer<typeof DatasetSamples>

const perGroup = 8
const groups = ['positive', 'false-positive', 'background'] as const

/**
 * Picks pictures by the smallest hash: from everywhere, as by lot, yet always the same. A picture whose camera is not among
 * them yet comes first.
 */
export function createSampler(): { add(item: DatasetItem): void; finish(): DatasetSamples } {
  const firstOf = new Map<string, DatasetItem[]>()
  const keep = (key: string, item: DatasetItem) => {
    const kept = firstOf.get(key) ?? []
    const last = kept.at(-1)
    if (last !== undefined && kept.length === perGroup && last.frame < item.frame) return
    firstOf.set(key, [...kept, item].sort(byFrame).slice(0, perGroup))
  }
  return {
    // Cameras are few, so that keeping some of each costs little.
    add: (item) => keep(`${item.group}\n${item.camera}`, item),
    finish: () => ({
      groups: groups.map((group) => ({
        group,
        items: inTurn(
          [...firstOf]
            .filter(([key]) => key.startsWith(`${group}\n`))
            .sort(([a], [b]) => compareText(a, b))
            .map(([, items]) => items),
        ),
      })),
    }),
  }
}

/** The first of each camera, the second of each … */
function inTurn(lists: readonly (readonly DatasetItem[])[]): DatasetItem[] {
  const picked: DatasetItem[] = []
  for (let turn = 0; turn < perGroup; turn++) picked.push(...lists.flatMap((list) => list[turn] ?? []))
  return picked.slice(0, perGroup).sort((a, b) => splitNames.indexOf(a.split) - splitNames.indexOf(b.split) || byFrame(a, b))
}

function byFrame(a: DatasetItem, b: DatasetItem): number {
  return compareText(a.frame, b.frame)
}
