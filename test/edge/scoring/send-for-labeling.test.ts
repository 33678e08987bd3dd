import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import sharp from 'sharp'
import { openOutbox } from '../../../edge/outbox/outbox.ts'
import { createPictureOutlet } from '../../../edge/scoring/keep-picture.ts'
import { startScoring } from '../../../edge/scoring/start-scoring.ts'
import type { TakenPicture } from '../../../edge/scoring/take-picture.ts'
import { createCloudTeller } from '../../../edge/tell-cloud.ts'
import { systemClock } from '../../../shared/domain/clock.ts'
import { PictureMessage } from '../../../shared/domain/messages.ts'
import { createDetector, type Detector } from '../../../shared/vision/detector.ts'
import { loadModel } from '../../../shared/vision/load-model.ts'
import { writeColourModel } from '../support/colour-model.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const health = () => ({
  ...({ state: 'ok', uptimeSeconds: 7, moduleVersion: '1', problem: undefined, model: undefined, behaviour: undefined } as const),
  ...{ cameras: [], queueDepth: 0, evictedMessages: 0, diskUsedBytes: 5, diskQuotaBytes: 10 },
})

let detector: Detector
before(async (t) => {
  const folder = temporaryFolder(t as TestContext)
  writeColourModel(folder)
  detector = await createDetector(await loadModel(folder))
})
after(() => detector.close())

/** A device with the camera `gate` and no line to the cloud: what it would send lies in its outbox. */
async function startDevice(t: TestContext, options: { keys?: string[]; mostWaiting?: number; quotaBytes?: number } = {}) {
  const media = temporaryFolder(t)
  const outbox = openOutbox({
    ...{ folder: temporaryFolder(t), mediaFolder: media, quotaBytes: options.quotaBytes ?? 64 * 1024 * 1024 },
    onTrouble: () => {},
  })
  const teller = createCloudTeller({ device: 'press-1', outbox, clock: systemClock, pathOf: (name) => `press-1-media/${name}` })
  const folder = join(media, '.sent')
  const { mostWaiting } = options
  const pictures = createPictureOutlet({
    ...{ device: 'press-1', folder, cameras: () => ['gate'], teller },
    ...(mostWaiting !== undefined && { mostWaiting }),
  })
  const endpoint = await startScoring({ host: '127.0.0.1', port: 0, detector, health, pictures, keys: options.keys ?? [] })
  t.after(async () => {
    await endpoint.close()
    await outbox.close()
  })
  const send = async (body: Uint8Array, type = 'image/png', query = '', headers: Record<string, string> = {}) => {
    const request = { method: 'POST', body: new Uint8Array(body), headers: { 'content-type': type, ...headers } }
    const answer = await fetch(`${endpoint.url}/labeling${query}`, request)
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as TakenPicture & { detail: string } }
  }
  return { outbox, folder, send, endpoint }
}

const red = (width = 384, height = 224) => sharp({ create: { width, height, channels: 3, background: '#ff0000' } })

test('a picture waits in the outbox with what the model saw on it, and with nothing else of the file that was sent', async (t) => {
  const { outbox, send } = await startDevice(t)
  const phone = await red(224, 384)
    .withExif({ IFD0: { Copyright: 'canary' }, IFD3: { GPSLatitude: '51/1 0/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const { status, body } = await send(phone, 'image/jpeg', '?camera=gate')
  assert.deepEqual([status, body.state, body.width, body.height], [202, 'queued', 384, 224])
  const record = outbox.take('clip')
  assert.ok(record?.header.upload !== undefined)
  assert.equal(record.header.type, 'picture')
  const message = PictureMessage.parse(JSON.parse(record.body.toString('utf8')))
  assert.deepEqual([message.camera, message.model, message.width, message.height], ['gate', detector.model, 384, 224])
  assert.deepEqual(message.detections, body.detections)
  assert.equal(message.detections[0]?.label, 'red')
  const file = readFileSync(record.header.upload.file)
  const { format, exif, icc, xmp, orientation } = await sharp(file).metadata()
  assert.deepEqual([format, exif, icc, xmp, orientation], ['jpeg', undefined, undefined, undefined, undefined])
  assert.equal(file.includes('canary'), false)
  assert.equal(message.bytes, file.length)
})

test('the same picture again is the same one, and goes once', async (t) => {
  const { outbox, send } = await startDevice(t)
  const bytes = await red().png().toBuffer()
  const [first, again] = [await send(bytes), await send(bytes)]
  assert.deepEqual([first.body.state, again.body.state], ['queued', 'waiting'])
  assert.equal(again.body.picture, first.body.picture)
  assert.equal(outbox.status().queueDepth, 1)
})

test('a large picture is made smaller before it is sent', async (t) => {
  const { send } = await startDevice(t)
  const { body } = await send(await red(4000, 3000).jpeg().toBuffer(), 'image/jpeg')
  assert.deepEqual([body.width, body.height], [1920, 1440])
})

test('what cannot be labelled is refused, and says why', async (t) => {
  const { outbox, folder, send } = await startDevice(t)
  const good = await red().png().toBuffer()
  const cases: [Uint8Array, string, string, number, RegExp][] = [
    [good, 'text/plain', '', 415, /content type must be one of image\/jpeg/],
    [good, 'multipart/form-data; boundary=x', '', 415, /one picture, as the body/],
    [Buffer.from('hello'), 'image/png', '', 415, /JPEG, PNG or WebP/],
    [good.subarray(0, 200), 'image/png', '', 400, /cannot be decoded/],
    [await red(31, 400).png().toBuffer(), 'image/png', '', 400, /31 × 400 pixels; 32/],
    [await red(6000, 5000).png().toBuffer(), 'image/png', '', 413, /6000 × 5000/],
    [Buffer.alloc(10 * 1024 * 1024 + 1), 'image/png', '', 413, /10485760 bytes/],
    [good, 'image/png', '?camera=door', 404, /no camera door\. It has gate\./],
    [good, 'image/png', '?camera=Gate%201', 400, /query\.camera/],
    [good, 'image/png', '?note=x', 400, /note/],
  ]
  for (const [bytes, type, query, status, words] of cases) {
    const answer = await send(bytes, type, query)
    assert.equal(answer.status, status, String(words))
    assert.match(answer.body.detail, words)
  }
  assert.equal(outbox.status().queueDepth, 0)
  assert.equal(existsSync(folder), false)
})

test('more than the device keeps for a line that is cut are told to come again', async (t) => {
  const { folder, send } = await startDevice(t, { mostWaiting: 2 })
  for (const width of [100, 101]) assert.equal((await send(await red(width).png().toBuffer())).status, 202)
  const third = await send(await red(102).png().toBuffer())
  assert.deepEqual([third.status, third.headers.get('retry-after')], [429, '60'])
  assert.equal((await send(await red(101).png().toBuffer())).body.state, 'waiting')
  assert.equal(readdirSync(folder).length, 2)
})

test('a picture for which the disk has no room is not said to be kept, and leaves nothing behind', async (t) => {
  const { folder, send } = await startDevice(t, { quotaBytes: 512 })
  assert.equal((await send(await red().png().toBuffer())).status, 503)
  assert.deepEqual(readdirSync(folder), [])
})

test('where keys are set, whoever names none sends nothing', async (t) => {
  const { outbox, send } = await startDevice(t, { keys: ['a-key-of-the-press-shop'] })
  const bytes = await red().png().toBuffer()
  assert.equal((await send(bytes)).status, 401)
  assert.equal(outbox.status().queueDepth, 0)
  assert.equal((await send(bytes, 'image/png', '', { authorization: 'Bearer a-key-of-the-press-shop' })).status, 202)
})

test('a device that uploads nothing says so', async (t) => {
  const endpoint = await startScoring({ host: '127.0.0.1', port: 0, detector, health })
  t.after(endpoint.close)
  const body = new Uint8Array(await red().png().toBuffer())
  const answer = await fetch(`${endpoint.url}/labeling`, { method: 'POST', body, headers: { 'content-type': 'image/png' } })
  assert.equal(answer.status, 503)
  assert.match(((await answer.json()) as { detail: string }).detail, /no identity for uploads/)
})
