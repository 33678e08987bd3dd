import type { IncomingMessage } from 'node:http'

export interface ApiRequest {
  readonly method: string
  /** Decoded, without the prefix. */
  readonly segments: readonly string[]
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: string
  /** Of the app's own address, for links in the answer. */
  readonly origin: string
}

export interface ApiAnswer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

export const notFound: ApiAnswer = { status: 404 }

export const problem = (status: number, message: string): ApiAnswer => ({ status, body: { Message: message } })

/** JSON text of a body; null for an empty one, undefined for what is no JSON. */
export function jsonBody(body: string): string | undefined {
  if (body.trim() === '') return 'null'
  try {
    JSON.parse(body)
    return body
  } catch {
    return undefined
  }
}
