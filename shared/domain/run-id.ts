import type { DatasetVersion } from './dataset.ts'

export interface RunKey {
  readonly dataset: DatasetVersion
  /** 1, 2, 3 … of this dataset. */
  readonly attempt: number
}

/** Names the run, its orchestration and its job alike: what must happen once has one name everywhere. */
export function runId({ dataset, attempt }: RunKey): string {
  return attempt === 1 ? `train-${dataset}` : `train-${dataset}-${attempt}`
}

/** Undefined for a text that runId never made. */
export function parseRunId(id: string): RunKey | undefined {
  const [, dataset, attempt = '1'] = /^train-(ds-[0-9a-f]{16})(?:-([1-9]\d{0,3}))?$/.exec(id) ?? []
  return dataset === undefined || runId({ dataset, attempt: Number(attempt) }) !== id ? undefined : { dataset, attempt: Number(attempt) }
}
