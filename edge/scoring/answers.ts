import type { ServerResponse } from 'node:http'

const titles: Readonly<Record<number, string>> = {
  400: 'The image cannot be read.',
  404: 'There is no such page.',
  405: 'The method is not allowed here.',
  413: 'The image is too large.',
  415: 'The type of the image is not supported.',
  429: 'Too many images at once.',
  503: 'The model does not answer.',
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

export function sendHtml(response: ServerResponse, html: string): void {
  response.setHeader('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
  send(response, 200, 'text/html; charset=utf-8', html)
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  response.end(body)
}
