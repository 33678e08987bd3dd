import type { Answer } from '../../api/call.ts'
import type { DatasetSearch } from './dataset-search.ts'

/** What every part of a version's screen is given. */
export interface PartProps {
  readonly entry: Answer<'getDataset'>
  readonly search: DatasetSearch
  /** Changes a part of the address. */
  readonly onSearch: (change: DatasetSearch) => void
  readonly maySeePictures: boolean
}
