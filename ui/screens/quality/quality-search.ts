import { readId } from '../../app/address-parts.ts'

/** Which camera is looked at, in the address. */
export interface QualitySearch {
  readonly camera?: string
}

export function readQualitySearch(search: Record<string, unknown>): QualitySearch {
  const camera = readId(search['camera'])
  return camera === undefined ? {} : { camera }
}
