import { randomUUID } from 'node:crypto'
import type { PostInvocationContext, PreInvocationContext } from '@azure/functions'
import { emptyTally, meteredMessages, quarterOf, type Tally } from '../../shared/domain/tally.ts'
import type { Ports } from '../../shared/ports.ts'
import { receivedEvents } from '../ingest/received-events.ts'

/** What is counted is written at most so often, and when something fails as soon as that. What a kill takes away is less than this. */
const writeEveryMs = 15_000
const began = 'tallyBeganAt'

/**
 * Counts what this instance runs, how often it fails and for how long it works, and the messages that it takes in: hooks
 * around every invocation, in Azure as on a laptop. Counting never fails an invocation, and never makes one wait.
 */
export function countRuns({ tallies, clock }: Pick<Ports, 'tallies' | 'clock'>) {
  const instance = randomUUID()
  let tally: Tally = emptyTally(quarterOf(clock()))
  let writtenAtMs = 0
  let isWriting = false

  const before = ({ hookData }: PreInvocationContext): void => {
    hookData[began] = clock().getTime()
  }

  const after = ({ invocationContext, hookData, inputs, result, error }: PostInvocationContext): void => {
    const now = clock()
    const quarter = quarterOf(now)
    if (quarter !== tally.from) {
      write()
      tally = emptyTally(quarter)
    }
    const { functionName, triggerMetadata } = invocationContext
    const { runs, failures, milliseconds } = tally.functions[functionName] ?? { runs: 0, failures: 0, milliseconds: 0 }
    const took = now.getTime() - Number(hookData[began] ?? now.getTime())
    const hasFailed = (error !== undefined && error !== null) || statusOf(result) >= 500
    tally.functions[functionName] = {
      runs: runs + 1,
      failures: failures + (hasFailed ? 1 : 0),
      milliseconds: milliseconds + Math.max(0, took),
    }
    if (functionName === 'ingest' && Array.isArray(inputs[0])) countMessages(inputs[0], triggerMetadata, now)
    if (now.getTime() - writtenAtMs >= writeEveryMs) write()
  }

  function countMessages(bodies: readonly unknown[], metadata: unknown, now: Date): void {
    for (const { device = 'unknown', body } of receivedEvents(bodies, metadata, now)) {
      const { messages, metered } = tally.devices[device] ?? { messages: 0, metered: 0 }
      tally.devices[device] = { messages: messages + 1, metered: metered + meteredMessages(body.length) }
    }
  }

  /** The row of this instance is written whole each time, so a write that fails is made up for by the next. */
  function write(): void {
    if (isWriting) return
    isWriting = true
    writtenAtMs = clock().getTime()
    void tallies
      .save(instance, tally)
      .catch(() => {})
      .finally(() => {
        isWriting = false
      })
  }

  return { before, after }
}

function statusOf(result: unknown): number {
  const status = typeof result === 'object' && result !== null && 'status' in result ? Number(result.status) : 0
  return Number.isFinite(status) ? status : 0
}
