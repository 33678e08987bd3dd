import { canonicalJson } from '../domain/canonical-json.ts'
import type { DatasetVersion } from '../domain/dataset.ts'
import { DatasetLineage, traceDataset } from '../domain/dataset-lineage.ts'
import type { Id } from '../domain/ids.ts'
import type { Ports } from '../ports.ts'

type TracePorts = Pick<Ports, 'datasets'>
const file = 'lineage.json'

/** What a version was made of. Worked out once and kept beside it; undefined where there is no such version. */
export async function readLineage({ datasets }: TracePorts, version: DatasetVersion): Promise<DatasetLineage | undefined> {
  const known = await datasets.file(version, file)
  if (known !== undefined) return DatasetLineage.parse(JSON.parse(known))
  if ((await datasets.header(version)) === undefined) return undefined
  const lineage = await traceDataset(version, datasets.itemsFrom(version, 0))
  await datasets.addFile(version, file, canonicalJson(lineage))
  return lineage
}

/** The pictures of a recording in a version that came of an incident, or are this frame. Reads only where the recording stands. */
export async function framesOf(
  { datasets }: TracePorts,
  lineage: DatasetLineage,
  recording: Id,
  isWanted: (item: { readonly frame: string; readonly incidents: readonly Id[] }) => boolean,
): Promise<readonly string[]> {
  const piece = lineage.recordings.find((one) => one.recording === recording)
  if (piece === undefined) return []
  const frames: string[] = []
  for await (const { item, next } of datasets.itemsFrom(lineage.version, piece.from)) {
    if (item.recording === recording && isWanted(item)) frames.push(item.frame)
    if (next >= piece.to) break
  }
  return frames
}
