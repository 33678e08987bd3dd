import type { AsyncLocalStorage } from 'node:async_hooks'
import type { SmsClientOptions } from '@azure/communication-sms'
import type { TokenCredential } from '@azure/identity'
import type { OutgoingAlert, SendResult } from '../ports.ts'
import { isLoopbackHttp } from './storage.ts'
import { failureOf } from './transient.ts'

/** A connection string, or the address and an identity (no key at all). */
export type CommunicationSettings =
  | { readonly connectionString: string }
  | { readonly endpoint: string; readonly credential: TokenCredential }

export interface CallOptions {
  /** After this long without an answer a call is given up, in ms. Default 10,000. */
  readonly timeoutMs?: number
}

export const defaultTimeoutMs = 10_000

export type PipelinePolicy = NonNullable<SmsClientOptions['additionalPolicies']>[number]['policy']

/**
 * One call is one attempt: the SDK's own retries are off. They know neither our deadline nor the outbox, and they take
 * a 429 without `Retry-After` for final.
 *
 * @param current The alert that is being sent; its trace goes along
 */
export function clientOptions(settings: CommunicationSettings, current: AsyncLocalStorage<OutgoingAlert>): SmsClientOptions {
  const endpoint = 'connectionString' in settings ? /endpoint=([^;]+)/i.exec(settings.connectionString)?.[1] : settings.endpoint
  return {
    retryOptions: { maxRetries: 0 },
    allowInsecureConnection: isLoopbackHttp(endpoint),
    additionalPolicies: [{ policy: tracePolicy(current), position: 'perCall' }],
  }
}

function tracePolicy(current: AsyncLocalStorage<OutgoingAlert>): PipelinePolicy {
  return {
    name: 'sightloopTraceContext',
    sendRequest: (request, next) => {
      const { traceparent } = current.getStore() ?? {}
      if (traceparent !== undefined) request.headers.set('traceparent', traceparent)
      return next(request)
    },
  }
}

/**
 * Ends a call at its deadline, whatever the SDK does: after an answer that broke off in the middle it waits for the
 * rest for ever, and its abort signal is not heard any more.
 */
export async function withDeadline<T>(timeoutMs: number, call: (abortSignal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no whole answer within ${timeoutMs / 1000} s`))
      controller.abort()
    }, timeoutMs)
  })
  try {
    return await Promise.race([call(controller.signal), deadline])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * What a failed call means. Only what says that this very message can never be taken is `refused`: a wrong key or a
 * missing right (401, 403) is ours to repair, and until then the alert must not be lost.
 */
export function resultOf(error: unknown): SendResult {
  const { status, code, retryAfterMs } = failureOf(error)
  const reason = [status ?? code, firstLine(error)].filter((part) => part !== undefined).join(': ')
  if (status === 412) return { outcome: 'expired', reason }
  if (status === 400 || status === 404 || status === 413 || status === 422) return { outcome: 'refused', reason }
  return { outcome: 'unavailable', reason, retryAfterSeconds: retryAfterMs === undefined ? undefined : retryAfterMs / 1000 }
}

/** Kept in the row and shown to people: the first words do, and no whole answer of a provider. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.split('\n', 1)[0]!.slice(0, 200)
}
