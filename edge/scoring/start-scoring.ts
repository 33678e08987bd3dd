import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ModelReference } from '../../shared/domain/messages.ts'
import type { Picture } from '../../shared/vision/detector.ts'
import type { SharedDetector } from '../keep-detecting.ts'
import type { Health } from '../tell-cloud.ts'
import { createAdmission } from './admission.ts'
import { sendJson, sendProblem, sendText } from './answers.ts'
import type { PictureOutlet } from './keep-picture.ts'
import { createKeyCheck } from './keys.ts'
import { createScoringMeter } from './metrics.ts'
import { scoringDocument } from './openapi.ts'
import type { OtherDetectors } from './other-detectors.ts'
import { pageFiles } from './page.ts'
import { readOptions } from './read-options.ts'
import { isBatch, readPictures, ScoreOptions } from './read-pictures.ts'
import { Refusal } from './refusal.ts'
import { type Score, type Scored, scorePicture } from './score-picture.ts'
import { LabelingOptions, takePicture } from './take-picture.ts'

export interface ScoringOptions {
  readonly host: string
  /** 0 = any free port. */
  readonly port: number
  /** Whoever scores must name one of them; none = everybody who reaches the endpoint may. */
  readonly keys?: readonly string[]
  readonly detector: SharedDetector
  /** Models that are on the device, newest first; the one in force among them. */
  models?(): readonly ModelReference[]
  readonly otherDetectors?: Pick<OtherDetectors, 'find'>
  health(): Health
  /** Told of every picture that was scored, in the order of the answers. */
  onScore?(score: Score, camera: string | undefined): void
  /** Where pictures go that people are to label; undefined where the device uploads nothing. */
  readonly pictures?: PictureOutlet | undefined
  /** Pictures that may be under way; each holds its pixels. Default 16. */
  readonly maxUnderWay?: number
}

export interface ScoringEndpoint {
  readonly url: string
  close(): Promise<void>
}

const batchPlaces = 8

/**
 * The model over HTTP, for programs of the plant: `POST /score` with one picture or several answers with what is on them.
 * `openapi.ts` describes it, `/` is a page to try it on.
 */
export async function startScoring(options: ScoringOptions): Promise<ScoringEndpoint> {
  const { detector, models = () => [], maxUnderWay = 16 } = options
  const mayUse = createKeyCheck(options.keys ?? [])
  const admission = createAdmission(maxUnderWay)
  const meter = createScoringMeter()

  async function detectorFor(model: string | undefined): Promise<SharedDetector> {
    const digest = model === 'previous' ? models().find(({ digest }) => digest !== detector.model?.digest)?.digest : model
    if (model === undefined || digest === detector.model?.digest) {
      if (detector.model === undefined) throw new Refusal(503, options.health().problem ?? 'No model has been released to this module yet.')
      return detector
    }
    const other = digest === undefined ? undefined : await options.otherDetectors?.find(digest)
    if (other === undefined) throw new Refusal(404, `This device has no such model; GET /models lists those that it has.`)
    return other
  }

  async function score(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): Promise<void> {
    const begunAt = performance.now()
    const chosen = readOptions(query, ScoreOptions)
    const chosenDetector = await detectorFor(chosen.model)
    // Before the body is read: what cannot be scored need not be received. A batch holds its whole body in memory.
    let places = isBatch(request) ? batchPlaces : 1
    if (!admission.enter(places)) busy()
    try {
      const read = await readPictures(request)
      if (read.kind === 'refused') throw new Refusal(read.status, read.detail)
      const pictures = read.kind === 'one' ? [{ name: 'body', bytes: read.bytes }] : read.pictures
      const needless = Math.max(0, places - pictures.length)
      admission.leave(needless)
      places -= needless
      const infer = (picture: Picture) => admission.atModel(() => chosenDetector.infer(picture, chosen.threshold))
      const scores = await Promise.all(
        pictures.map(({ bytes }) => admission.withPixels(() => scorePicture(bytes, chosenDetector.card?.input, infer))),
      )
      const { model } = chosenDetector
      for (const one of scores) if (one.kind === 'scored' && model !== undefined) options.onScore?.({ model, ...one.score }, chosen.camera)
      const tookMs = performance.now() - begunAt
      admission.took(tookMs / pictures.length)
      if (read.kind === 'one') {
        const [only] = scores as [Scored]
        if (only.kind === 'refused') throw new Refusal(only.status, only.detail)
        sendJson(response, 200, { model, ...only.score })
      } else sendJson(response, 200, { model, results: pictures.map(({ name }, index) => ({ name, ...partOf(scores[index]!) })) })
      meter.answered(200, pictures.length, tookMs)
    } finally {
      admission.leave(places)
    }
  }

  function busy(): never {
    const seconds = admission.retryAfterSeconds
    throw new Refusal(429, `${admission.underWay} pictures are being scored. Try again in ${seconds} s.`, seconds)
  }

  async function sendForLabeling(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): Promise<void> {
    const chosen = readOptions(query, LabelingOptions)
    if (!admission.enter(1)) busy()
    try {
      sendJson(response, 202, await takePicture(request, chosen, { outlet: options.pictures, detector, admission }))
    } finally {
      admission.leave(1)
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://device')
    const route = routes[pathname]
    if (route === undefined)
      throw new Refusal(404, 'There is POST /score, POST /labeling, GET /models, /healthz, /metrics and /openapi.json.')
    if (!route.methods.includes(request.method ?? '')) {
      response.setHeader('allow', route.methods.join(', '))
      throw new Refusal(405, `${pathname} takes ${route.methods.join(' and ')}.`)
    }
    if (!route.isOpen && !mayUse(request)) {
      response.setHeader('www-authenticate', 'Bearer')
      throw new Refusal(401, 'Name a key of this endpoint: authorization: Bearer KEY.')
    }
    await route.run(request, response, searchParams)
  }

  const read = ['GET', 'HEAD']
  const routes: Readonly<Record<string, Route>> = {
    '/score': { methods: ['POST'], run: score },
    '/labeling': { methods: ['POST'], run: sendForLabeling },
    '/models': { methods: read, run: (_, response) => sendJson(response, 200, { inForce: detector.model ?? null, models: models() }) },
    // Probes and pages have no key; neither tells anything of the plant.
    '/healthz': {
      methods: read,
      isOpen: true,
      run: (_, response) => {
        const { state, problem } = options.health()
        sendJson(response, 200, { state, problem })
      },
    },
    '/metrics': {
      methods: read,
      run: (_, response) =>
        sendText(response, 'text/plain; version=0.0.4; charset=utf-8', meter.text(options.health(), admission.underWay)),
    },
    '/openapi.json': {
      methods: read,
      isOpen: true,
      run: (_, response) => sendJson(response, 200, scoringDocument((options.keys ?? []).length > 0)),
    },
    ...Object.fromEntries(
      Object.entries(pageFiles).map(([path, { type, text }]) => [
        path,
        { methods: read, isOpen: true, run: (_: IncomingMessage, response: ServerResponse) => sendText(response, type, text) },
      ]),
    ),
  }

  // Slow or endless requests must not hold the places of others.
  const server = createServer({ headersTimeout: 5000, requestTimeout: 15_000, connectionsCheckingInterval: 1000 }, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      const [status, detail] =
        error instanceof Refusal ? [error.status, error.message] : [503, 'The picture could not be scored. Try again.']
      meter.answered(status, 0, 0)
      if (response.headersSent) return response.destroy()
      // What was not read of the body would be taken for the next request.
      if (!request.complete) response.setHeader('connection', 'close')
      if (error instanceof Refusal && error.retryAfterSeconds !== undefined)
        response.setHeader('retry-after', String(error.retryAfterSeconds))
      sendProblem(response, status, detail)
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

interface Route {
  readonly methods: readonly string[]
  /** Without a key. */
  readonly isOpen?: boolean
  run(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): void | Promise<void>
}

/** What a batch says of one picture. */
function partOf(scored: Scored): object {
  return scored.kind === 'scored' ? scored.score : { problem: { status: scored.status, detail: scored.detail } }
}
