import { readId } from '../../app/address-parts.ts'

const tabs = ['overview', 'pictures', 'changes', 'lineage', 'exports'] as const
export type DatasetTab = (typeof tabs)[number]
export const splits = ['train', 'validate', 'test'] as const
export type Split = (typeof splits)[number]
export const groups = ['positive', 'false-positive', 'background'] as const
export type Group = (typeof groups)[number]
export const kinds = ['added', 'removed', 'changed'] as const
export type Kind = (typeof kinds)[number]

/** What of a version is looked at: all of it stands in the address. */
export interface DatasetSearch {
  readonly tab?: DatasetTab | undefined
  readonly split?: Split | undefined
  readonly group?: Group | undefined
  readonly label?: string | undefined
  readonly camera?: string | undefined
  /** The version to compare with. */
  readonly against?: string | undefined
  readonly kind?: Kind | undefined
  /** The picture that is open. */
  readonly frame?: string | undefined
}

/** What an address may say; the rest of it is passed over. */
export function readDatasetSearch(search: Readonly<Record<string, unknown>>): DatasetSearch {
  const text = (name: string) => (typeof search[name] === 'string' ? search[name] : undefined)
  const oneOf = <Name extends string>(names: readonly Name[], name: string) => names.find((one) => one === search[name])
  const found = {
    tab: oneOf(tabs, 'tab'),
    split: oneOf(splits, 'split'),
    group: oneOf(groups, 'group'),
    label: search['label'] === undefined ? undefined : String(search['label']),
    camera: readId(search['camera']),
    against: text('against'),
    kind: oneOf(kinds, 'kind'),
    frame: text('frame'),
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}
