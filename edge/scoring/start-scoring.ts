import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Detector } from '../vision/detector.ts'
import { sendHtml, sendJson, sendProblem } from './answers.ts'
import { decodeImage } from './decode-image.ts'
import { readBody } from './read-body.ts'

export interface ScoringOptions {
  readonly host: string
  /** 0 = any free port. */
  readonly port: number
  readonly detector: Detector
  /** The answer of `/healthz`. */
  health(): { readonly state: 'ok' | 'degraded' }
}

export interface ScoringEndpoint {
  readonly url: string
  close(): Promise<void>
}

const maxBodyBytes = 10 * 1024 * 1024
// The cameras come first: one image is scored, one waits, the others may come again.
const maxUnderWay = 2

/**
 * The model over HTTP, for programs of the plant: `POST /score` with an image answers with its detections,
 * `GET /healthz` with the module's health.
 */
export async function startScoring(options: ScoringOptions): Promise<ScoringEndpoint> {
  let underWay = 0

  async function score(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (underWay >= maxUnderWay) {
      response.setHeader('retry-after', '1')
      return sendProblem(response, 429, `${maxUnderWay} images are being scored. Try again in a second.`)
    }
    underWay++
    try {
      await scoreBody(request, response)
    } finally {
      underWay--
    }
  }

  async function scoreBody(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, maxBodyBytes)
    if (body === undefined) {
      // The rest of the body is not read, so the connection cannot be used again.
      response.setHeader('connection', 'close')
      return sendProblem(response, 413, `The body may have ${maxBodyBytes} bytes.`)
    }
    const decoded = await decodeImage(body)
    if (decoded.kind !== 'picture') return sendProblem(response, statusOf[decoded.kind], decoded.detail)
    const { detections, inferenceMs } = await options.detector.infer(decoded.picture)
    const { width, height } = decoded.picture
    sendJson(response, 200, { model: options.detector.model, width, height, inferenceMs, detections })
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0]
    const allowed = routes[path ?? '']
    if (allowed === undefined) return sendProblem(response, 404, 'Try POST /score or GET /healthz.')
    if (!allowed.includes(request.method ?? '')) {
      response.setHeader('allow', allowed.join(', '))
      return sendProblem(response, 405, `${path} takes ${allowed.join(' and ')}.`)
    }
    if (path === '/score') return score(request, response)
    if (path === '/healthz') return sendJson(response, 200, options.health())
    sendHtml(response, page)
  }

  // Slow or endless requests must not hold the places of others.
  const server = createServer({ headersTimeout: 5000, requestTimeout: 15_000, connectionsCheckingInterval: 1000 }, (request, response) => {
    answer(request, response).catch(() => {
      if (response.headersSent) response.destroy()
      else sendProblem(response, 503, 'The image could not be scored. Try again.')
    })
  })
  server.maxConnections = 200
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  const { port } = server.address() as AddressInfo
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  return {
    url: `http://${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const statusOf = { 'unknown-type': 415, 'too-large': 413, broken: 400 } as const

const routes: Readonly<Record<string, readonly string[]>> = { '/': ['GET', 'HEAD'], '/healthz': ['GET', 'HEAD'], '/score': ['POST'] }

const page = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Sightloop edge module</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}code{background:#eee;padding:.1em .3em}</style>
<h1>Sightloop edge module</h1>
<p>This module watches cameras and scores images with the same model.</p>
<ul><li><code>POST /score</code> with a JPEG, PNG or WebP image as body answers with the detections as JSON.</li>
<li><a href="/healthz"><code>GET /healthz</code></a> says how the module is.</li></ul>
<p>For example: <code>curl --data-binary @picture.jpg -H 'content-type: image/jpeg' …/score</code></p></html>
`
