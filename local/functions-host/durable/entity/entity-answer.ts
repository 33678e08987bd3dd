import type { EntityRow } from '../store/entity-rows.ts'
import type { Operation } from './entity-messages.ts'

/** What the library makes of a batch of operations. */
export interface EntityAnswer {
  readonly results: readonly OperationResult[]
  readonly signals: readonly {
    readonly target: { readonly name: string; readonly key: string }
    readonly name: string
    readonly input: string
  }[]
  readonly entityExists: boolean
  /** JSON */
  readonly entityState?: string | null
}

interface OperationResult {
  readonly isError: boolean
  /** JSON */
  readonly result?: string
}

/** When the function could not be run at all: nothing changes, and whoever waits is told. */
export function failedResults(row: EntityRow, operations: readonly Operation[]): EntityAnswer {
  const results = operations.map(() => ({ isError: true }))
  return { results, signals: [], entityExists: row.doesExist === 1, entityState: row.state }
}

/** What a caller gets. The library drops the text of an operation's error, so the message names the operation. */
export function replyText(result: OperationResult | undefined, operation: string, entity: string): string {
  if (result !== undefined && !result.isError) return JSON.stringify({ result: result.result })
  return JSON.stringify({ result: JSON.stringify(`Operation '${operation}' of ${entity} failed.`), exceptionType: 'Error' })
}
