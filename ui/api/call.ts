import { addressOf } from './address.ts'
import { ApiProblem } from './api-problem.ts'
import type { EarlyAnswers } from './early-answers.ts'
import { addresses, type Operations } from './operations.ts'
import { hasPerson, untilSignedIn } from './session.ts'

export type OperationName = keyof Operations

type Given<Operation extends { params: unknown; query: unknown; body: unknown }> = {
  [Part in 'params' | 'query' | 'body' as Operation[Part] extends undefined ? never : Part]: Operation[Part]
}

/** What a call takes: path parameters, query and body, as far as it has them. */
export type Input<Name extends OperationName> = Given<Operations[Name]> & {
  /** The version of what one saw: a change in between is refused with `incident-changed`. */
  readonly version?: string | undefined
}

export type Answer<Name extends OperationName> = Operations[Name]['answer']

/** Something to call, and what it is called with: `{ query: {} }` may be left out where nothing in it is required. */
interface Call {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: unknown
  readonly version?: string | undefined
}

/** Milliseconds until a call that has no answer is given up. Submitting work can take a while on a cold app. */
const patienceMs = 30_000
/** Whoever calls too often and is told to come back so soon is not bothered with it. */
const soonMs = 3000
const mostWaits = 5

/**
 * One call of the review API. When the session ends in the middle of work, it waits until the person is signed in again.
 *
 * @throws ApiProblem for every answer that is an error, and where there is no answer
 */
export async function call<Name extends OperationName>(name: Name, input: Input<Name>, signal?: AbortSignal): Promise<Answer<Name>> {
  const [method, path] = addresses[name]
  // By way of unknown: comparing the inputs of all operations with it is more than the compiler does.
  const { params = {}, query = {}, body, version } = input as unknown as Call
  const headers: Record<string, string> = {}
  if (body !== undefined) headers['content-type'] = body instanceof Blob ? body.type : 'application/json'
  if (version !== undefined) headers['if-match'] = `"${version}"`
  const request = () =>
    send(addressOf(path, params, query), {
      method,
      headers,
      ...(body !== undefined && { body: body instanceof Blob ? body : JSON.stringify(body) }),
      signal: AbortSignal.any([AbortSignal.timeout(patienceMs), ...(signal === undefined ? [] : [signal])]),
    })
  let response = await request()
  for (let waits = 0; ; waits++) {
    if (response.status === 401 && hasPerson()) await untilSignedIn(signal)
    else if (waits < mostWaits && isSoon(response)) await pause(retryAfterMs(response), signal)
    else break
    response = await request()
  }
  if (!response.ok) throw await ApiProblem.of(response)
  return (response.status === 204 ? undefined : await response.json()) as Answer<Name>
}

/** Somebody who decides about a hundred things at once is slowed down rather than refused. */
function isSoon(response: Response): boolean {
  return response.status === 429 && retryAfterMs(response) <= soonMs
}

function retryAfterMs(response: Response): number {
  return 1000 * Number(response.headers.get('retry-after') ?? Number.POSITIVE_INFINITY)
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}

/** What the early script asked for already. */
function takeEarly(address: string, { method }: RequestInit): Promise<Response> | undefined {
  const early: EarlyAnswers | undefined = globalThis.earlyAnswers
  const answer = method === 'GET' ? early?.get(address) : undefined
  early?.delete(address)
  return answer
}

async function send(address: string, request: RequestInit): Promise<Response> {
  try {
    const response = await (takeEarly(address, request) ?? fetch(address, { ...request, redirect: 'manual' }))
    // No call of ours leads elsewhere: it is the platform that wants to send who is not signed in to its sign-in page.
    return response.type === 'opaqueredirect' ? new Response(null, { status: 401 }) : response
  } catch (cause) {
    // Asked to stop by whoever called; not a failure to show.
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw ApiProblem.noAnswer(cause)
  }
}
