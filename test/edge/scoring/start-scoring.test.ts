import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { after, before, type TestContext, test } from 'node:test'
import sharp from 'sharp'
import type { Score } from '../../../edge/scoring/score-picture.ts'
import { type ScoringEndpoint, startScoring } from '../../../edge/scoring/start-scoring.ts'
import { Detection } from '../../../shared/domain/detection.ts'
import { createDetector, type Detector, type Inference } from '../../../shared/vision/detector.ts'
import { loadModel } from '../../../shared/vision/load-model.ts'
import { writeColourModel } from '../support/colour-model.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const health = () => ({
  ...({ state: 'ok', uptimeSeconds: 7, moduleVersion: '1', problem: undefined, model: undefined, behaviour: undefined } as const),
  cameras: [{ camera: 'line-3', state: 'live' as const, framesPerSecond: 12.5, inferenceMs: 4, droppedFrames: 0 }],
  ...{ queueDepth: 3, evictedMessages: 0, diskUsedBytes: 5, diskQuotaBytes: 10 },
})

let detector: Detector
let endpoint: ScoringEndpoint
before(async (t) => {
  const folder = temporaryFolder(t as TestContext)
  writeColourModel(folder)
  detector = await createDetector(await loadModel(folder))
  endpoint = await startScoring({ host: '127.0.0.1', port: 0, detector, health })
})
after(async () => {
  await endpoint.close()
  await detector.close()
})

/** A dark picture with a red square in its middle. */
function picture(width = 384, height = 224) {
  const side = Math.round(height / 4)
  const square = { create: { width: side, height: side, channels: 3 as const, background: '#ff0000' } }
  return sharp({ create: { width, height, channels: 3, background: '#101010' } }).composite([{ input: square }])
}

async function score(body: Uint8Array, at = endpoint.url) {
  const response = await fetch(`${at}/score`, { method: 'POST', body: new Uint8Array(body) })
  return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> }
}

test('an image is answered with what is in it, whatever its format', async () => {
  for (const bytes of [await picture().jpeg().toBuffer(), await picture().png().toBuffer(), await picture().webp().toBuffer()]) {
    const { status, body } = await score(bytes)
    assert.equal(status, 200)
    assert.deepEqual([body['width'], body['height'], body['model']], [384, 224, detector.model])
    const detections = (body['detections'] as unknown[]).map((detection) => Detection.parse(detection))
    const [{ label, box }] = detections as [Detection]
    assert.equal(label, 'red')
    assert.ok(Math.abs(box.left + box.width / 2 - 0.5) < 0.1 && Math.abs(box.top + box.height / 2 - 0.5) < 0.1)
  }
})

test('a picture that a phone took sideways is scored upright', async () => {
  const { body } = await score(await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer())
  assert.deepEqual([body['width'], body['height']], [224, 384])
})

test('what is no such image is refused with problem details', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>')
  const cut = (await picture().png().toBuffer()).subarray(0, 200)
  const huge = await sharp({ create: { width: 6000, height: 5000, channels: 3, background: '#000' } })
    .png()
    .toBuffer()
  const cases: [Uint8Array, number][] = [
    [svg, 415],
    [Buffer.from('hello'), 415],
    [new Uint8Array(), 415],
    [cut, 400],
    [huge, 413],
    [Buffer.alloc(10 * 1024 * 1024 + 1), 413],
  ]
  for (const [bytes, status] of cases) {
    const answer = await score(bytes)
    assert.deepEqual([answer.status, answer.body['status']], [status, status])
    assert.equal(answer.headers.get('content-type'), 'application/problem+json')
  }
})

test('a body that claims to be small and is not is cut off', async () => {
  const { port } = new URL(endpoint.url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.write('POST /score HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n')
  const chunk = `${(1024 * 1024).toString(16)}\r\n${'x'.repeat(1024 * 1024)}\r\n`
  for (let i = 0; i < 12; i++) socket.write(chunk)
  socket.on('error', () => {})
  const [answer] = await once(socket, 'data')
  socket.destroy()
  assert.match(String(answer), /^HTTP\/1\.1 413 /)
})

test('more images than can be scored are told to come again', async (t) => {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  let begun = 0
  let whenBegun = () => {}
  const slow: Detector = {
    ...detector,
    infer: async (): Promise<Inference> => {
      if (++begun === 2) whenBegun()
      await held
      return { detections: [], inferenceMs: 0 }
    },
  }
  const busy = await startScoring({ host: '127.0.0.1', port: 0, detector: slow, health, maxUnderWay: 2 })
  t.after(() => busy.close())
  const bytes = await picture().png().toBuffer()
  const bothBegun = new Promise<void>((resolve) => {
    whenBegun = resolve
  })
  const first = [score(bytes, busy.url), score(bytes, busy.url)]
  await bothBegun
  const third = await score(bytes, busy.url)
  release()
  assert.deepEqual([third.status, third.headers.get('retry-after')], [429, '1'])
  assert.deepEqual(
    (await Promise.all(first)).map(({ status }) => status),
    [200, 200],
  )
})

test('the other pages say what this is, how it is, and what they do not take', async () => {
  const answer = await fetch(`${endpoint.url}/healthz`)
  assert.deepEqual(await answer.json(), { state: 'ok' })
  assert.match(await (await fetch(endpoint.url)).text(), /Drop pictures here/)
  assert.equal((await fetch(`${endpoint.url}/score`)).status, 405)
  assert.equal((await fetch(`${endpoint.url}/nowhere`)).status, 404)
})

test('several pictures come as a form or as JSON, and one that is broken does not spoil the others', async () => {
  const good = await picture().jpeg().toBuffer()
  const form = new FormData()
  form.append('image', new File([new Uint8Array(good)], 'one.jpg'))
  form.append('image', new File(['no picture'], 'two.jpg'))
  const images = [
    { name: 'one.jpg', image: good.toString('base64') },
    { name: 'two.jpg', image: Buffer.from('no picture').toString('base64') },
  ]
  const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ images }) }
  for (const request of [{ body: form }, json]) {
    const answer = await fetch(`${endpoint.url}/score`, { method: 'POST', ...request })
    assert.equal(answer.status, 200)
    const { results } = (await answer.json()) as { results: { name: string; detections?: unknown[]; problem?: { status: number } }[] }
    assert.deepEqual(
      results.map(({ name, detections, problem }) => [name, detections?.length, problem?.status]),
      [
        ['one.jpg', 1, undefined],
        ['two.jpg', undefined, 415],
      ],
    )
  }
})

test('what a request asks for and nobody knows is named', async () => {
  const good = await picture().jpeg().toBuffer()
  const cases: [string, RequestInit, number, RegExp][] = [
    ['threshold=2', { body: new Uint8Array(good) }, 400, /query\.threshold/],
    ['treshold=0.5', { body: new Uint8Array(good) }, 400, /treshold/],
    ['camera=a&camera=b', { body: new Uint8Array(good) }, 400, /camera is given more than once/],
    ['model=newest', { body: new Uint8Array(good) }, 400, /"previous" or the digest/],
    [`model=${'a'.repeat(64)}`, { body: new Uint8Array(good) }, 404, /no such model/],
    ['', { headers: { 'content-type': 'application/json' }, body: '{"images": []}' }, 400, /body\.images/],
    ['', { headers: { 'content-type': 'application/json' }, body: '{' }, 400, /body/],
    ['', { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: 'nothing' }, 400, /form/],
  ]
  for (const [query, request, status, words] of cases) {
    const answer = await fetch(`${endpoint.url}/score?${query}`, { method: 'POST', ...request })
    const body = (await answer.json()) as { detail: string }
    assert.equal(answer.status, status, query)
    assert.match(body.detail, words)
  }
})

test('a request can ask for surer detections alone, or for less sure ones', async () => {
  const bytes = new Uint8Array(await picture().jpeg().toBuffer())
  const found = async (threshold: number) => {
    const answer = await fetch(`${endpoint.url}/score?threshold=${threshold}`, { method: 'POST', body: bytes })
    return ((await answer.json()) as { detections: Detection[] }).detections
  }
  const [sure] = await found(0.4)
  assert.ok(sure !== undefined && sure.confidence < 1)
  assert.deepEqual(await found(Math.min(1, sure.confidence + 0.001)), [])
})

test('another model that is on the device answers when it is asked for', async (t) => {
  const other: Detector = {
    ...detector,
    model: { ...detector.model, digest: 'b'.repeat(64) },
    infer: async () => ({ detections: [], inferenceMs: 1 }),
  }
  const models = [detector.model, other.model]
  const find = async (digest: string) => (digest === other.model.digest ? other : undefined)
  const both = await startScoring({ host: '127.0.0.1', port: 0, detector, health, models: () => models, otherDetectors: { find } })
  t.after(both.close)
  assert.deepEqual(await (await fetch(`${both.url}/models`)).json(), { inForce: detector.model, models })
  const bytes = new Uint8Array(await picture().jpeg().toBuffer())
  const ask = async (model: string) =>
    (await (await fetch(`${both.url}/score?model=${model}`, { method: 'POST', body: bytes })).json()) as Score
  assert.deepEqual([(await ask('previous')).model, (await ask('previous')).detections.length], [other.model, 0])
  assert.deepEqual((await ask(detector.model.digest)).model, detector.model)
})

test('where keys are set, whoever names none may see no more than that the module answers', async (t) => {
  const scored: (string | undefined)[] = []
  const locked = await startScoring({
    ...{ host: '127.0.0.1', port: 0, detector, health },
    keys: ['a-key-of-the-press-shop', 'a-key-of-the-paint-shop'],
    onScore: (_, camera) => scored.push(camera),
  })
  t.after(locked.close)
  const bytes = new Uint8Array(await picture().jpeg().toBuffer())
  const ask = (headers: Record<string, string>) => fetch(`${locked.url}/score?camera=line-3`, { method: 'POST', body: bytes, headers })
  const status = async (answer: Promise<Response>) => (await answer).status
  assert.equal(await status(ask({})), 401)
  assert.equal(await status(ask({ authorization: 'Bearer a-key-of-the-pres-shop' })), 401)
  assert.equal(await status(ask({ authorization: 'Bearer a-key-of-the-paint-shop' })), 200)
  assert.equal(await status(ask({ 'x-api-key': 'a-key-of-the-press-shop' })), 200)
  assert.deepEqual(scored, ['line-3', 'line-3'])
  for (const [path, expected] of [
    ['/metrics', 401],
    ['/models', 401],
    ['/healthz', 200],
    ['/openapi.json', 200],
  ] as const) {
    assert.equal(await status(fetch(locked.url + path)), expected, path)
  }
})

test('Prometheus gets the figures of what was scored and of the module', async () => {
  const text = await (await fetch(`${endpoint.url}/metrics`)).text()
  assert.match(text, /^# TYPE sightloop_score_duration_seconds histogram$/m)
  assert.match(text, /^sightloop_score_requests_total\{status="200"\} [1-9]\d*$/m)
  assert.match(text, /^sightloop_score_requests_total\{status="415"\} [1-9]\d*$/m)
  assert.match(text, /^sightloop_camera_frames_per_second\{camera="line-3"\} 12\.5$/m)
  assert.match(text, /^sightloop_outbox_messages 3$/m)
  assert.match(text, /^sightloop_score_under_way 0$/m)
})
