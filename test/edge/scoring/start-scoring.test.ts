import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { after, before, type TestContext, test } from 'node:test'
import sharp from 'sharp'
import { type ScoringEndpoint, startScoring } from '../../../edge/scoring/start-scoring.ts'
import { createDetector, type Detector, type Inference } from '../../../edge/vision/detector.ts'
import { loadModel } from '../../../edge/vision/load-model.ts'
import { Detection } from '../../../shared/domain/detection.ts'
import { writeColourModel } from '../support/colour-model.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

let detector: Detector
let endpoint: ScoringEndpoint
before(async (t) => {
  const folder = temporaryFolder(t as TestContext)
  writeColourModel(folder)
  detector = await createDetector(await loadModel(folder))
  endpoint = await startScoring({ host: '127.0.0.1', port: 0, detector, health: () => ({ state: 'ok' }) })
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
  const busy = await startScoring({ host: '127.0.0.1', port: 0, detector: slow, health: () => ({ state: 'ok' }) })
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
  const health = await fetch(`${endpoint.url}/healthz`)
  assert.deepEqual(await health.json(), { state: 'ok' })
  assert.match(await (await fetch(endpoint.url)).text(), /POST \/score/)
  assert.equal((await fetch(`${endpoint.url}/score`)).status, 405)
  assert.equal((await fetch(`${endpoint.url}/nowhere`)).status, 404)
})
