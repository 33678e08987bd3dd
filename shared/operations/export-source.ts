import type { DatasetExport } from '../domain/dataset.ts'
import { Fault } from '../domain/faults.ts'
import type { ExportSource } from '../formats/format.ts'
import type { Ports } from '../ports.ts'

/** @throws Fault `not-found` where the dataset is gone */
export async function exportSource(
  { datasets, exports }: Pick<Ports, 'datasets' | 'exports'>,
  { dataset, images }: DatasetExport,
): Promise<ExportSource> {
  const header = await datasets.header(dataset)
  if (header === undefined) throw new Fault('not-found', `There is no dataset ${dataset}.`)
  const urlOf = await exports.frameUrls()
  return { header, images, items: () => datasets.items(dataset), pictureUrl: ({ frame }) => urlOf(frame) }
}
