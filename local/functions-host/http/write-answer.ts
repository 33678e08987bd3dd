import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { HttpData } from '../app/core-types.ts'
import { cookieText } from './cookies.ts'

// Those that belong to the connection are the server's own; a length that a function claims may be wrong.
const ownHeaders = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade', 'trailer', 'te'])

/** Writes what the library made of a handler's result. Nothing returned is 204. */
export function writeAnswer(response: ServerResponse, answer: HttpData | undefined): void {
  if (answer === undefined) {
    response.writeHead(204).end()
    return
  }
  const headers: OutgoingHttpHeaders = {}
  for (const [name, value] of Object.entries(answer.headers ?? {})) if (!ownHeaders.has(name)) headers[name] = value
  const cookies = (answer.cookies ?? []).map(cookieText)
  if (cookies.length > 0) headers['set-cookie'] = [headers['set-cookie'] ?? [], cookies].flat() as string[]
  const body = bodyBytes(answer)
  const status = Number(answer.statusCode ?? 200)
  if (status !== 204 && status !== 304) headers['content-length'] = body.byteLength
  response.writeHead(status, headers).end(body)
}

function bodyBytes({ body }: HttpData): Uint8Array {
  return body?.bytes ?? Buffer.from(body?.string ?? body?.json ?? '')
}
