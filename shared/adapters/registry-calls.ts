import { setTimeout as sleepFor } from 'node:timers/promises'
import { Fault } from '../domain/faults.ts'
import { createRegistryAccess, type RegistrySettings } from './registry-access.ts'

export interface RegistryCall {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT'
  /** Below the registry, or a whole address that it gave. */
  readonly path: string
  readonly repository: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string
  /** Of the answer. Default 4 MiB, as much as a manifest may have. */
  readonly maxBytes?: number
}

export interface RegistryAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: Uint8Array
}

export interface PatienceOptions {
  /** How often a call is made at most. Default 4. */
  readonly attempts?: number
  /** Wait before the second attempt, in ms; it grows four-fold. Default 500. */
  readonly firstDelayMs?: number
  /** After this long without its whole answer an attempt is given up, in ms. Default 60,000. */
  readonly timeoutMs?: number
  readonly sleep?: (ms: number) => Promise<unknown>
}

const transientStatuses = new Set([408, 429, 500, 502, 503, 504])
const manifestBytes = 4 * 1024 * 1024

/**
 * Calls a registry until it answers something that will not pass by itself.
 *
 * @throws Fault `registry-unavailable` after the last attempt; `input-invalid` for an answer with more than `maxBytes`
 */
export function createRegistryCalls(settings: RegistrySettings, options: PatienceOptions = {}) {
  const { attempts = 4, firstDelayMs = 500, timeoutMs = 60_000, sleep = sleepFor } = options
  const send = (url: string, init: RequestInit) => fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) })
  const access = createRegistryAccess(settings, send)

  async function once(call: RegistryCall, isSecond = false): Promise<RegistryAnswer> {
    const { method, path, repository, headers, body, maxBytes = manifestBytes } = call
    const scope = `repository:${repository}:${method === 'GET' || method === 'HEAD' ? 'pull' : 'pull,push'}`
    const authorization = access.header(scope)
    const url = new URL(path, settings.url)
    // An address that leads elsewhere (a store of blobs) carries its own right.
    const isOurs = url.origin === new URL(settings.url).origin
    const answer = await send(url.href, {
      method,
      headers: { ...headers, ...(isOurs && authorization !== undefined && { authorization }) },
      ...(body !== undefined && { body: body as BodyInit }),
    })
    if (answer.status === 401 && !isSecond) {
      await answer.body?.cancel()
      await access.answer(answer.headers.get('www-authenticate'), scope)
      return once(call, true)
    }
    return { status: answer.status, headers: answer.headers, body: await readAtMost(answer, answer.ok ? maxBytes : manifestBytes) }
  }

  return async (call: RegistryCall): Promise<RegistryAnswer> => {
    for (let attempt = 1; ; attempt++) {
      let cause: unknown
      try {
        const answer = await once(call)
        if (answer.status === 401 || answer.status === 403)
          throw new Fault('registry-unavailable', `It does not let us ${call.method} ${call.repository} (${answer.status}).`)
        if (!transientStatuses.has(answer.status)) return answer
        cause = new Error(`It answered ${answer.status}.`)
      } catch (error) {
        if (error instanceof Fault) throw error
        cause = error
      }
      if (attempt === attempts) throw new Fault('registry-unavailable', `${attempts} attempts failed.`, { cause })
      await sleep(firstDelayMs * 4 ** (attempt - 1) * (0.5 + Math.random() / 2))
    }
  }
}

async function readAtMost(answer: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new Fault('input-invalid', `The registry answers with more than ${maxBytes} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
