import { z } from 'zod'
import { type DatasetItem, DatasetVersion } from './dataset.ts'
import { compareText } from './dataset-version.ts'
import { Id, Sha256 } from './ids.ts'

const Count = z.int().nonnegative()

/**
 * `lineage.json`: what a version was made of, so that nobody has to read all of its pictures to find out. Follows from the
 * version alone; sorted, so that it is the same whoever makes it.
 */
export const DatasetLineage = z.strictObject({
  version: DatasetVersion,
  frames: Count,
  incidents: z.array(Id),
  /** With the piece of `items.jsonl` in which its pictures stand; pieces overlap where recordings do. */
  recordings: z.array(z.strictObject({ recording: Id, frames: Count, from: Count, to: Count })),
  /** Who drew boxes that stand in it; verdicts stand with their incidents. */
  people: z.array(z.string()),
  /** Some of its pictures, as by lot, yet always the same. */
  samples: z.array(z.strictObject({ frame: Sha256, recording: Id })),
})
export type DatasetLineage = z.infer<typeof DatasetLineage>

const sampleCount = 12

export async function traceDataset(
  version: DatasetVersion,
  items: AsyncIterable<{ readonly item: DatasetItem; readonly next: number }>,
): Promise<DatasetLineage> {
  const incidents = new Set<string>()
  const people = new Set<string>()
  const recordings = new Map<string, { frames: number; from: number; to: number }>()
  let samples: { frame: string; recording: string }[] = []
  let [frames, place] = [0, 0]
  for await (const { item, next } of items) {
    const known = recordings.get(item.recording) ?? { frames: 0, from: place, to: next }
    recordings.set(item.recording, { ...known, frames: known.frames + 1, to: next })
    for (const incident of item.incidents) incidents.add(incident)
    for (const { source } of item.annotations) if (source.kind === 'person') people.add(source.who)
    const last = samples.at(-1)
    // Names are hashes: the smallest are a random choice.
    if (samples.length < sampleCount || (last !== undefined && item.frame < last.frame)) {
      samples = [...samples, { frame: item.frame, recording: item.recording }]
        .sort((a, b) => compareText(a.frame, b.frame))
        .slice(0, sampleCount)
    }
    frames++
    place = next
  }
  return {
    ...{ version, frames, samples },
    incidents: [...incidents].sort(),
    people: [...people].sort(),
    recordings: [...recordings]
      .sort(([a], [b]) => compareText(a, b))
      .map(([recording, { frames: count, from, to }]) => ({ recording, frames: count, from, to })),
  }
}
