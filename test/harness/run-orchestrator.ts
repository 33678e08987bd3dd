import { createRequire } from 'node:module'
import type { InvocationContext } from '@azure/functions'
import type { OrchestrationHandler } from 'durable-functions'

// The parts of the SDK that replay; what the host calls, without a host.
const require = createRequire(import.meta.url)
const sdk = require('durable-functions/lib/src/util/testingUtils.js') as {
  createOrchestrator(handler: OrchestrationHandler): (trigger: unknown, context: InvocationContext) => Promise<unknown>
  DurableOrchestrationInput: new (...args: unknown[]) => object
  DummyOrchestrationContext: new (name: string, id: string, log: () => void) => InvocationContext
}

/** Of the answers: compound tasks as they are, not flattened. */
const newestSchema = 3

/** Numbers and fields as the engine hands them to the SDK. */
export interface HistoryEvent {
  readonly EventType: number
  readonly EventId: number
  readonly IsPlayed: boolean
  readonly Timestamp: string
  readonly [field: string]: unknown
}

/** Something that an orchestrator wants done. */
export interface WantedAction {
  readonly actionType: number
  readonly functionName?: string
  readonly input?: unknown
  readonly fireAt?: string
  readonly externalEventName?: string
  readonly compoundActions?: readonly WantedAction[]
  readonly retryOptions?: { readonly maxNumberOfAttempts: number }
}

/** What an orchestrator answers after it was replayed over a history. */
export interface Replayed {
  readonly isDone: boolean
  readonly actions: readonly WantedAction[]
  readonly customStatus: unknown
  readonly output: unknown
  readonly error: string | undefined
}

/** Replays an orchestrator over a history with the SDK's own code. */
export async function runOrchestrator(handler: OrchestrationHandler, input: unknown, history: readonly HistoryEvent[]): Promise<Replayed> {
  // As the SDK gets them from the host: text, except for the times.
  const events = history.map((event) => ({ ...event, Timestamp: new Date(event.Timestamp) })) as unknown as HistoryEvent[]
  const trigger = new sdk.DurableOrchestrationInput('instance', events, input, '3.00:00:00', '6.00:00:00', 30_000, newestSchema)
  const context = new sdk.DummyOrchestrationContext('orchestrator', 'invocation', () => {})
  try {
    return replayed(await sdk.createOrchestrator(handler)(trigger, context))
  } catch (error) {
    // A failed orchestration reports its state within the message.
    const [, state] = String(error instanceof Error ? error.message : error).split('$OutOfProcData$:')
    if (state === undefined) throw error
    return replayed(JSON.parse(state))
  }
}

function replayed(answer: unknown): Replayed {
  const state = JSON.parse(JSON.stringify(answer))
  return { isDone: state.isDone, actions: state.actions.flat(), customStatus: state.customStatus, output: state.output, error: state.error }
}
