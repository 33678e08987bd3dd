import { Fault } from '../domain/faults.ts'

/** Which failures of a storage call may go away by themselves, and how long to wait before asking again. */

// A bare 429 is among them: the SDKs retry it only when the answer says how long to wait.
const transientStatuses = new Set([408, 429, 500, 502, 503, 504])

interface Failure {
  readonly status: number | undefined
  readonly code: string | undefined
  readonly retryAfterMs: number | undefined
}

/** Reads what the Azure SDKs put on their errors; blobs and queues, tables, and transactions put the code in three places. */
export function failureOf(error: unknown): Failure {
  const { statusCode, code, details, response } = (error ?? {}) as {
    statusCode?: unknown
    code?: unknown
    details?: { odataError?: { code?: unknown }; errorCode?: unknown }
    response?: { headers?: { get?: (name: string) => string | undefined } }
  }
  const named = [code, details?.odataError?.code, details?.errorCode].find((name) => typeof name === 'string')
  const seconds = Number(response?.headers?.get?.('retry-after') ?? Number.NaN)
  return {
    status: typeof statusCode === 'number' ? statusCode : undefined,
    code: typeof named === 'string' ? named : undefined,
    retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : undefined,
  }
}

/**
 * Whether the same call may succeed later. An error without a status never got a whole answer: connection refused or
 * reset, time-out, a body that was cut off. It may have been executed all the same.
 */
export function isTransient(error: unknown): boolean {
  const { status, code } = failureOf(error)
  if (status !== undefined) return transientStatuses.has(status) || code === 'PARSE_ERROR'
  if (!(error instanceof Error)) return false
  return error.name === 'RestError' || error.name === 'AbortError' || error.name === 'TimeoutError' || (code?.startsWith('E') ?? false)
}

/** For calls that are made once, since they take long: what may pass is told to the caller as such, who may come again. */
export function asUnavailable(error: unknown): unknown {
  return isTransient(error) ? new Fault('storage-unavailable', 'It broke off.', { cause: error }) : error
}

/** Whether a conditional removal left nothing there: true also when somebody else removed it, false when it is another version by now. */
export async function isGoneAfter(removal: Promise<unknown>): Promise<boolean> {
  try {
    await removal
    return true
  } catch (error) {
    const { status } = failureOf(error)
    if (status === 404) return true
    if (status === 412) return false
    throw error
  }
}
