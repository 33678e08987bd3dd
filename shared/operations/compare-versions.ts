import { crashPoint } from '../crash-point.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import type { DatasetHeader } from '../domain/dataset.ts'
import { DatasetDiff, diffDatasets } from '../domain/dataset-diff.ts'
import { Fault } from '../domain/faults.ts'
import type { Ports } from '../ports.ts'

/**
 * What is different in a version as compared with an older one. Neither ever changes, so it is worked out once and kept
 * beside the version.
 *
 * @throws Fault `input-invalid` where they are of different sites
 */
export async function compareVersions(
  { datasets }: Pick<Ports, 'datasets'>,
  { version, site }: Pick<DatasetHeader, 'version' | 'site'>,
  before: Pick<DatasetHeader, 'version' | 'site'>,
): Promise<DatasetDiff> {
  if (site !== before.site) throw new Fault('input-invalid', `against: ${before.version} is of another site.`)
  const against = before.version
  const name = `diff-${against}.json`
  const known = await datasets.file(version, name)
  if (known !== undefined) return DatasetDiff.parse(JSON.parse(known))
  const diff = await diffDatasets({ version, items: datasets.items(version) }, { version: against, items: datasets.items(against) })
  await datasets.addFile(version, name, canonicalJson(diff))
  crashPoint('dataset-diff')
  return diff
}
