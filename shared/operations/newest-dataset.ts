import type { DatasetVersion } from '../domain/dataset.ts'
import type { Id } from '../domain/ids.ts'
import type { Ports } from '../ports.ts'

/** Undefined where a site has none yet. */
export async function newestDataset({ datasets }: Pick<Ports, 'datasets'>, site: Id): Promise<DatasetVersion | undefined> {
  return (await datasets.list({ sites: [site], limit: 1 })).items[0]?.version
}
