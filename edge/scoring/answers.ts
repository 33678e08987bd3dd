import type { ServerResponse } from 'node:http'

const titles: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  401: 'A key is needed.',
  404: 'There is no such thing.',
  405: 'The method is not allowed here.',
  413: 'The picture is too large.',
  415: 'The type of the picture is not supported.',
  429: 'Too many pictures at once.',
  503: 'This cannot be done now.',
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/json', JSON.stringify(body))
}

/** RFC 9457 problem details. */
export function sendProblem(response: ServerResponse, status: number, detail: string): void {
  send(
    response,
    status,
    'application/problem+json',
    JSON.stringify({ type: 'about:blank', title: titles[status] ?? 'Error', status, detail }),
  )
}

export function sendText(response: ServerResponse, type: string, text: string): void {
  send(response, 200, type, text)
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}
