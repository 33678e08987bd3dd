import type { Api } from './api.ts'
import { lookAgain, type Watch } from './look-again.ts'

export interface RowsPlan<Row> {
  /** A list of the API, newest first. */
  readonly path: string
  readonly idOf: (row: Row) => string
  /** Undefined = nothing to say about it. */
  readonly describe: (row: Row) => string | undefined
  /** What must have changed to be worth a line; without it, the line itself. */
  readonly stageOf?: (row: Row) => string
  /** What already was so when the console started is no news. */
  readonly isOver: (row: Row) => boolean
}

/** Tells each row of a list when what there is to say about it has changed, oldest first. */
export function watchRows<Row>(api: Api, { path, idOf, describe, stageOf, isOver }: RowsPlan<Row>, onEvent: (line: string) => void): Watch {
  const told = new Map<string, string | undefined>()
  let isFirst = true

  return lookAgain(async () => {
    const { items } = await api.get<{ items: readonly Row[] }>(`${path}?limit=10`)
    for (const row of [...items].reverse()) {
      const line = describe(row)
      const stage = stageOf === undefined ? line : stageOf(row)
      const isNews = line !== undefined && told.get(idOf(row)) !== stage && !(isFirst && isOver(row))
      told.set(idOf(row), stage)
      if (isNews) onEvent(line)
    }
    isFirst = false
  })
}
