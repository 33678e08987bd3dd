import { arrived, eventType, type HistoryEvent } from '../history-events.ts'
import type { HttpRequestAction } from '../orchestration/actions.ts'
import type { WorkRow } from '../store/queue-rows.ts'

// Azure's default for `extensions.durableTask.httpSettings`.
const timeoutMilliseconds = 100_000

/**
 * A call of `context.df.callHttp`. Any answer is a result, whatever its status; only no answer is a failure.
 *
 * @returns undefined when the host began to stop: the call is made again at the next start.
 */
export async function runHttpCall({ input }: WorkRow, stopping: AbortSignal): Promise<HistoryEvent | undefined> {
  const { method, uri, content, headers = {}, tokenSource } = JSON.parse(input) as HttpRequestAction
  try {
    const { protocol } = new URL(uri)
    if (protocol !== 'http:' && protocol !== 'https:') throw new Error(`only http and https can be called, not ${protocol}`)
    if (tokenSource) throw new Error('a laptop has no managed identity that could give a token')
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(timeoutMilliseconds)])
    const response = await fetch(uri, { method, headers, signal, ...(content !== undefined && { body: content }) })
    const result = { statusCode: response.status, headers: Object.fromEntries(response.headers), content: await response.text() }
    return arrived(eventType.taskCompleted, { Result: JSON.stringify(result) })
  } catch (error) {
    if (stopping.aborted) return undefined
    const { message, cause } = error as Error
    const Reason = `HTTP ${method} ${uri} failed: ${cause instanceof Error ? cause.message : message}`
    return arrived(eventType.taskFailed, { Reason, Details: '' })
  }
}
