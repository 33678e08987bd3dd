export const tabs = ['figures', 'frames', 'mistakes', 'replay'] as const
export type EvaluationTab = (typeof tabs)[number]
export const measures = ['f1', 'recall', 'precision', 'ap50'] as const
export type Measure = (typeof measures)[number]
export const outcomes = ['champion', 'candidate', 'neither', 'both'] as const
export type Outcome = (typeof outcomes)[number]

/** What of a comparison is looked at: all of it stands in the address. */
export interface EvaluationSearch {
  readonly tab?: EvaluationTab | undefined
  readonly measure?: Measure | undefined
  /** Frames that only one of the models, both or neither gets right. */
  readonly outcome?: Outcome | undefined
  readonly camera?: string | undefined
  readonly label?: string | undefined
}

/** What an address may say; the rest of it is passed over. */
export function readEvaluationSearch(search: Readonly<Record<string, unknown>>): EvaluationSearch {
  const oneOf = <Name extends string>(names: readonly Name[], name: string) => names.find((one) => one === search[name])
  const found = {
    tab: oneOf(tabs, 'tab'),
    measure: oneOf(measures, 'measure'),
    outcome: oneOf(outcomes, 'outcome'),
    camera: typeof search['camera'] === 'string' ? search['camera'] : undefined,
    label: search['label'] === undefined ? undefined : String(search['label']),
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}
