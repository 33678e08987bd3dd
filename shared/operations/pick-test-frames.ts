import type { DatasetItem } from '../domain/dataset.ts'
import type { RegisteredModel } from '../domain/registered-model.ts'
import type { Ports } from '../ports.ts'
import { newestDataset } from './newest-dataset.ts'

/** A self-test travels in every image and is run at every start of a module. */
const [mostFrames, maxFrameBytes] = [3, 200_000]

/**
 * Pictures for the self-test of a model: frames of its dataset's test split (or of the site's newest dataset) with objects on
 * them, so chosen that many labels are seen. None where there is no dataset yet.
 */
export async function pickTestFrames(
  { datasets, frames }: Pick<Ports, 'datasets' | 'frames'>,
  { site, dataset, labels }: RegisteredModel,
): Promise<Uint8Array[]> {
  const version = dataset ?? (await newestDataset({ datasets }, site))
  if (version === undefined) return []
  const fit: DatasetItem[] = []
  for await (const item of datasets.items(version)) {
    if (item.split === 'test' && item.bytes <= maxFrameBytes && item.annotations.length > 0) fit.push(item)
  }
  const pictures: Uint8Array[] = []
  const wanted = new Set(labels)
  // By their hash: any order that does not depend on when something was recorded.
  const queue = fit.sort((a, b) => (a.frame < b.frame ? -1 : 1))
  while (queue.length > 0 && pictures.length < mostFrames) {
    const gain = ({ annotations }: DatasetItem) => new Set(annotations.flatMap(({ label }) => (wanted.has(label) ? [label] : []))).size
    const best = queue.reduce((one, other) => (gain(other) > gain(one) ? other : one))
    queue.splice(queue.indexOf(best), 1)
    const picture = await frames.read(best.frame)
    if (picture === undefined) continue
    pictures.push(picture)
    for (const { label } of best.annotations) wanted.delete(label)
  }
  return pictures
}
