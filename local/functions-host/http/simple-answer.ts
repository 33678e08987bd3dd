export interface SimpleAnswer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string | Uint8Array
}

const name = /^[a-z0-9!#$%&'*+.^_`|~-]+$/
const value = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/
const special = new Set(['set-cookie', 'content-length', 'connection', 'transfer-encoding', 'keep-alive', 'upgrade', 'trailer', 'te'])
const known = new Set(['status', 'headers', 'body', 'jsonBody', 'cookies', 'enableContentNegotiation'])

/**
 * What the library would answer for a plain result `{ status, headers, body | jsonBody }`, without making a fetch
 * `Response` for it. Undefined for whatever is not that plain: streams, forms, cookies, odd headers, the library's
 * `HttpResponse`. Those, and all refusals, are the library's business.
 */
export function simpleAnswer(result: unknown): SimpleAnswer | undefined {
  if (typeof result !== 'object' || result === null || Object.getPrototypeOf(result) !== Object.prototype) return undefined
  for (const key in result) if (!known.has(key)) return undefined
  const { status = 200, headers, body, jsonBody, cookies } = result as PlainResult
  if (cookies !== undefined && cookies !== null && !(Array.isArray(cookies) && cookies.length === 0)) return undefined
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) return undefined
  const answerHeaders: Record<string, string> = {}
  if (headers !== undefined && !copyPlainHeaders(headers, answerHeaders)) return undefined
  if (status === 204 || status === 205 || status === 304) return { status, headers: answerHeaders, body: '' }

  if (jsonBody !== undefined && jsonBody !== null) {
    answerHeaders['content-type'] ??= 'application/json'
    return { status, headers: answerHeaders, body: JSON.stringify(jsonBody) ?? '' }
  }
  if (body === undefined || body === null) return { status, headers: answerHeaders, body: '' }
  if (typeof body === 'string') {
    answerHeaders['content-type'] ??= 'text/plain;charset=UTF-8'
    return { status, headers: answerHeaders, body }
  }
  return body instanceof Uint8Array ? { status, headers: answerHeaders, body } : undefined
}

interface PlainResult {
  status?: unknown
  headers?: unknown
  body?: unknown
  jsonBody?: unknown
  cookies?: unknown
}

function copyPlainHeaders(from: unknown, to: Record<string, string>): boolean {
  if (typeof from !== 'object' || from === null || Object.getPrototypeOf(from) !== Object.prototype) return false
  for (const [key, text] of Object.entries(from)) {
    const lower = key.toLowerCase()
    if (typeof text !== 'string' || !name.test(lower) || !value.test(text) || special.has(lower) || lower in to) return false
    to[lower] = text
  }
  return true
}
