import { setTimeout as sleepFor } from 'node:timers/promises'
import type { TokenCredential } from '@azure/identity'
import { Fault } from '../domain/faults.ts'

/** A token as it is, or an identity that fetches its own. `url` without a slash at its end. */
export type ResourceManagerSettings =
  | { readonly url: string; readonly token: string }
  | { readonly url: string; readonly credential: TokenCredential }

export interface ResourceManagerOptions {
  /** How often a call is made at most. Default 5. */
  readonly attempts?: number
  /** Longest wait before the second attempt, in ms; it doubles. Default 500. */
  readonly firstDelayMs?: number
  /** After this long without a whole answer an attempt is given up, in ms. Default 30,000. */
  readonly timeoutMs?: number
  readonly sleep?: (ms: number) => Promise<unknown>
}

export interface ResourceAnswer {
  /** Never one that may pass: those were tried again. */
  readonly status: number
  readonly headers: Headers
  /** Parsed; undefined where there is none. */
  readonly body: unknown
}

/** Azure's management API (ARM), by plain HTTP: the generated clients drop fields of jobs, and know no build tasks any more. */
export interface ResourceManager {
  /**
   * One call. An attempt whose answer was lost may have been executed, and is made again: what is called must stand that.
   *
   * @param path Of the resource, from `/subscriptions/` on, with further query parameters if need be
   * @param isOnce For what may not be done twice: only what the service turned away (429) is asked again
   * @throws Fault `management-unavailable` when no attempt got a lasting answer
   */
  call(
    method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    apiVersion: string,
    body?: unknown,
    isOnce?: boolean,
  ): Promise<ResourceAnswer>
  /** Waits for what an answer 201 or 202 announces, and answers what comes of it. Any other answer is final already. */
  settle(answer: ResourceAnswer): Promise<ResourceAnswer>
}

const scope = 'https://management.azure.com/.default'
const transientStatuses = new Set([408, 429, 500, 502, 503, 504])
const maxWaitMs = 30_000
const pollMs = 5000
const longestOperationMs = 10 * 60_000

export function createResourceManager(settings: ResourceManagerSettings, options: ResourceManagerOptions = {}): ResourceManager {
  const { attempts = 5, firstDelayMs = 500, timeoutMs = 30_000, sleep = sleepFor } = options
  const { origin } = new URL(settings.url)

  async function attemptOnce(method: string, url: string, body: unknown): Promise<ResourceAnswer> {
    const token = 'token' in settings ? settings.token : (await settings.credential.getToken(scope))?.token
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // A token must not follow a redirection to wherever it leads.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: transientStatuses.has(response.status) ? text : parse(text) }
  }

  async function request(method: string, url: string, body?: unknown, isOnce = false): Promise<ResourceAnswer> {
    for (let count = 1; ; count++) {
      const outcome = await attemptOnce(method, url, body).catch((error: unknown) => ({ error }))
      if (!('error' in outcome) && !transientStatuses.has(outcome.status)) return outcome
      const isTurnedAway = !('error' in outcome) && outcome.status === 429
      if (count === attempts || (isOnce && !isTurnedAway)) {
        const last = 'error' in outcome ? 'no answer' : `the last answer was ${outcome.status}`
        throw new Fault('management-unavailable', `Attempt ${count} of ${attempts} failed; ${last}.`, {
          cause: 'error' in outcome ? outcome.error : outcome.body,
        })
      }
      const askedMs = 'error' in outcome ? undefined : retryAfterMs(outcome.headers)
      // Half fixed, half random: instances that failed together must not come back together.
      const backoffMs = firstDelayMs * 2 ** (count - 1) * (0.5 + Math.random() / 2)
      await sleep(Math.min(maxWaitMs, Math.max(askedMs ?? 0, backoffMs)))
    }
  }

  /** The token goes nowhere but to the API itself, whatever an answer says. */
  function follow(url: string): Promise<ResourceAnswer> {
    if (URL.canParse(url) && new URL(url).origin === origin) return request('GET', url)
    throw new Fault('management-unavailable', 'It pointed to an address that is not its own.')
  }

  return {
    call: (method, path, apiVersion, body, isOnce) =>
      request(method, `${settings.url}${path}${path.includes('?') ? '&' : '?'}api-version=${apiVersion}`, body, isOnce),

    // https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations
    async settle(first) {
      if (first.status !== 201 && first.status !== 202) return first
      const operation = first.headers.get('azure-asyncoperation')
      const location = first.headers.get('location')
      const watched = operation ?? location
      if (watched === null) return first
      let answer = first
      for (let waitedMs = 0; waitedMs < longestOperationMs; ) {
        const pauseMs = Math.min(maxWaitMs, retryAfterMs(answer.headers) ?? pollMs)
        await sleep(pauseMs)
        waitedMs += Math.max(pauseMs, 1)
        answer = await follow(watched)
        if (operation === null && answer.status !== 202) return answer
        if (operation === null) continue
        const state = stateOf(answer)
        if (state === 'succeeded') return location === null ? answer : follow(location)
        if (state === 'failed' || state === 'canceled' || answer.status >= 400) throw refusalOf(answer)
      }
      throw new Fault('management-unavailable', `An operation did not end within ${longestOperationMs / 60_000} minutes.`)
    },
  }
}

/** What a lasting answer that nobody wanted means, in the words of the service. */
export function refusalOf({ status, body }: Pick<ResourceAnswer, 'status' | 'body'>): Fault {
  const { code, message } = ((body ?? {}) as { error?: { code?: unknown; message?: unknown } }).error ?? {}
  const said = [status, code, message].filter((part) => typeof part === 'string' || typeof part === 'number').join(' ')
  const detail = `The management API answered ${said}`.slice(0, 500)
  if (status === 404) return new Fault('not-found', detail)
  if (status === 401 || status === 403) return new Fault('setting-invalid', `${detail}: does the app have the role?`)
  // Mostly another operation on the same resource, which passes.
  if (status === 409) return new Fault('management-unavailable', detail)
  return new Fault('input-invalid', detail)
}

function parse(text: string): unknown {
  return text === '' ? undefined : JSON.parse(text)
}

function stateOf({ body }: ResourceAnswer): string {
  return String((body as { status?: unknown } | undefined)?.status ?? '').toLowerCase()
}

/** Seconds, or a date, which is held against the service's own clock. */
function retryAfterMs(headers: Headers): number | undefined {
  const given = headers.get('retry-after')
  if (given === null) return undefined
  const ms = /^\d+$/.test(given) ? Number(given) * 1000 : Date.parse(given) - Date.parse(headers.get('date') ?? '')
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined
}
