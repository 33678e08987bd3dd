import { readId } from '../../app/address-parts.ts'
import type { Wish } from './work/session.ts'

export type LabelingTab = 'queue' | 'mine' | 'quality'

export interface LabelingSearch {
  readonly tab?: LabelingTab
  /** Start with frames about this label only. */
  readonly label?: string
}

export function readLabelingSearch({ tab, label }: Record<string, unknown>): LabelingSearch {
  if (tab === 'mine' || tab === 'quality') return { tab }
  return typeof label === 'string' && label !== '' ? { label } : {}
}

/** Which tasks somebody wants to do; without anything, whatever is most urgent. */
export interface WorkSearch {
  readonly group?: NonNullable<Wish['group']>
  readonly label?: string
  readonly camera?: string
}

export const groups = ['positive', 'false-positive', 'background'] as const satisfies readonly WorkSearch['group'][]

export function readWorkSearch({ group, label, camera }: Record<string, unknown>): WorkSearch {
  const place = readId(camera)
  const known = groups.find((one) => one === group)
  return {
    ...(known && { group: known }),
    ...(typeof label === 'string' && label !== '' && { label }),
    ...(place !== undefined && { camera: place }),
  }
}
