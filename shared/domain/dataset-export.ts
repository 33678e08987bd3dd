import type { DatasetExport, DatasetVersion } from './dataset.ts'
import type { Id } from './ids.ts'

type ExportKey = Pick<DatasetExport, 'dataset' | 'format' | 'images'>

/** The same dataset, format and pictures are the same export: its id says what it is. */
export function exportId({ dataset, format, images }: ExportKey): Id {
  return `${dataset}-${format}-${images}`
}

/** The dataset that an export's id names; undefined for what is no such id. */
export function datasetOfExport(id: Id): DatasetVersion | undefined {
  return /^(ds-[0-9a-f]{16})-[a-z]/.exec(id)?.[1]
}

/** Of the ZIP in container `exports`; a name that says what it is when it lies among someone's downloads. */
export function exportPath({ site, dataset, format, images }: ExportKey & Pick<DatasetExport, 'site'>): string {
  return `${site}/${dataset}/${dataset}-${format}${images === 'urls' ? '-urls' : ''}.zip`
}
