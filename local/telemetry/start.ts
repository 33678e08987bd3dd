import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { renderTrace, renderTraces } from './render-trace.ts'
import { createTraceStore, type TraceStore } from './trace-store.ts'

export interface RunningTelemetry {
  /** The page, and what `OTEL_EXPORTER_OTLP_ENDPOINT` is to be. */
  readonly url: string
  readonly store: TraceStore
  close(): Promise<void>
}

const maxBodyBytes = 8 * 1024 * 1024
const policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** What Application Insights is in Azure: takes OTLP over HTTP (JSON) in, and shows each incident's way from the frame to the SMS. */
export async function startTelemetry(port = 0): Promise<RunningTelemetry> {
  const store = createTraceStore()
  const server = createServer((request, response) => {
    answer(store, request, response).catch(() => response.destroy())
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    store,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

async function answer(store: TraceStore, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
  const take = { '/v1/traces': store.addSpans, '/v1/metrics': store.addMetrics }[pathname]
  if (request.method === 'POST' && take !== undefined) {
    const body = await readJson(request)
    if (body === undefined) return send(response, 400, 'text/plain', `This is no JSON of at most ${maxBodyBytes} bytes.`)
    take(body)
    return send(response, 200, 'application/json', '{}')
  }
  if (request.method !== 'GET') return send(response, 405, 'text/plain', 'GET, or POST /v1/traces and /v1/metrics.')
  if (pathname === '/') return send(response, 200, 'text/html; charset=utf-8', renderTraces(store.traces(), store.metrics()))
  if (pathname === '/traces.css') return send(response, 200, 'text/css', style())
  const spans = store.trace(/^\/traces\/([0-9a-f]{32})$/.exec(pathname)?.[1] ?? '')
  if (spans.length === 0)
    return send(response, 404, 'text/plain', 'There is no such trace; they are kept in memory, the newest five hundred.')
  send(response, 200, 'text/html; charset=utf-8', renderTrace(spans))
}

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
/** Colours and type of the product's own pages. */
const style = () => `${read('../../ui/design/tokens.css')}\n${read('./traces.css')}`

function send(response: ServerResponse, status: number, contentType: string, body: string | Buffer): void {
  response.writeHead(status, { 'content-type': contentType, 'content-security-policy': policy, 'cache-control': 'no-store' }).end(body)
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > maxBodyBytes) return undefined
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    return undefined
  }
}
