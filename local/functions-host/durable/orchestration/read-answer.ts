import type { Outcome } from '../../invocation/host-context.ts'
import type { FailureDetails } from '../history-events.ts'
import type { Action } from './actions.ts'
import { OrchestrationRefused } from './plan.ts'

/** What one replay of an orchestrator came to. */
export interface Answer {
  readonly isDone: boolean
  readonly actions: readonly Action[]
  readonly output?: unknown
  readonly customStatus?: unknown
  readonly error?: string
  readonly failureDetails?: FailureDetails
  /** Nothing is known of the actions: the library failed before it could tell them, or while it told them. */
  readonly isWithoutActions?: true
}

// The library hides its state in the message of the error that it throws when the orchestrator has thrown.
const stateLabel = '$OutOfProcData$:'
// Azure would wait for ever for an orchestrator that failed without an error.
const lostError = 'it threw something that is no Error, or an Error without a message, and the library tells no more of it'
const maxStatusBytes = 16 * 1024

/** @param result what the library returned: its live objects, in which one task is one object. */
export function readAnswer(outcome: Outcome, result: unknown): Answer {
  if (outcome.isSuccess) return flat(result as LibraryState)
  const message = outcome.error instanceof Error ? outcome.error.message : String(outcome.error)
  const start = message.indexOf(stateLabel)
  if (start === -1) return { isDone: false, actions: [], error: message, isWithoutActions: true }
  const state = JSON.parse(message.slice(start + stateLabel.length)) as LibraryState
  return { ...flat(state), error: state.error || lostError }
}

type LibraryState = Omit<Answer, 'actions'> & { readonly actions: readonly (readonly Action[])[] }

const flat = (state: LibraryState): Answer => ({ ...state, actions: state.actions.flat() })

/** JSON of the custom status; null when the orchestrator has set none. Azure refuses more than 16 KB of UTF-16. */
export function statusText({ customStatus }: Answer): string | null {
  const text = JSON.stringify(customStatus)
  if (text === undefined) return null
  if (text.length * 2 <= maxStatusBytes) return text
  throw new OrchestrationRefused(
    `The custom status is ${Math.ceil((text.length * 2) / 1024)} KB of UTF-16 text as JSON; it must not exceed 16 KB. Keep what is big in a blob.`,
  )
}
