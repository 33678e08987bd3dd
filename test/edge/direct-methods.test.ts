import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import type { CameraPipeline, Still } from '../../edge/camera-events.ts'
import { createDirectMethods } from '../../edge/direct-methods.ts'
import { Fault } from '../../shared/domain/faults.ts'

const detection = (confidence: number) => ({ label: 'hand', confidence, box: { left: 0.1, top: 0.1, width: 0.2, height: 0.2 } })

/** Noise: the picture that compresses worst. */
async function noise(width: number, height: number): Promise<Buffer> {
  const channels = 3 as const
  return sharp({ create: { width, height, channels, background: '#808080', noise: { type: 'gaussian', mean: 128, sigma: 90 } } })
    .jpeg({ quality: 95 })
    .toBuffer()
}

function methodsOf(still: Still | undefined, asked: unknown[] = []) {
  const pipeline: CameraPipeline = {
    camera: 'gate',
    health: () => ({ camera: 'gate', state: 'live', framesPerSecond: 1, inferenceMs: 1, droppedFrames: 0 }),
    snapshot: async (options) => {
      asked.push(options)
      return still
    },
    takeStatistics: () => undefined,
    acceptPicture: () => {},
    close: async () => {},
  }
  return createDirectMethods({
    cameras: { running: new Map([['gate', pipeline]]), apply: async () => {}, restart: async () => {}, close: async () => {} },
    health: () => {
      throw new Error('not asked')
    },
    reloadModel: async () => {},
    trySource: async ({ source }) => {
      if (source.includes('away')) throw new Fault('video-lost', 'Connection refused.')
      return noise(320, 180)
    },
  })
}

interface Picture {
  readonly jpegBase64: string
  readonly at: string
  readonly detections: { readonly confidence: number }[]
}

test('the answer with the worst picture and the most detections fits into a direct method', async () => {
  const detections = Array.from({ length: 300 }, (_, index) => detection(index / 300))
  const methods = methodsOf({ jpeg: await noise(1920, 1080), at: '2026-11-20T08:00:00.000Z', detections })
  const { status, payload } = await methods['snapshot']!({ camera: 'gate', maxWidth: 1920 })
  assert.equal(status, 200)
  assert.ok(Buffer.byteLength(JSON.stringify(payload)) <= 128 * 1024)
  const { detections: told, at } = payload as Picture
  assert.equal(at, '2026-11-20T08:00:00.000Z')
  assert.ok(told.length < 300)
  assert.equal(told[0]!.confidence, 299 / 300)
})

test('a picture is no wider than it was asked for, and never made larger', async () => {
  const plain = sharp({ create: { width: 640, height: 360, channels: 3, background: '#5b6673' } })
  const methods = methodsOf({ jpeg: await plain.jpeg().toBuffer(), at: '2026-11-20T08:00:00.000Z', detections: [] })
  const widthOf = async (maxWidth: number) => {
    const { payload } = await methods['snapshot']!({ camera: 'gate', maxWidth })
    return (await sharp(Buffer.from((payload as Picture).jpegBase64, 'base64')).metadata()).width
  }
  assert.equal(await widthOf(320), 320)
  assert.equal(await widthOf(1280), 640)
})

test('boxes are drawn unless somebody says that they draw them themselves', async () => {
  const asked: unknown[] = []
  const methods = methodsOf({ jpeg: await noise(320, 180), at: '2026-11-20T08:00:00.000Z', detections: [] }, asked)
  await methods['snapshot']!({ camera: 'gate' })
  await methods['snapshot']!({ camera: 'gate', isMarked: false })
  assert.deepEqual(asked, [
    { isMarked: true, maxWidth: undefined },
    { isMarked: false, maxWidth: undefined },
  ])
})

test('a source is tried before it belongs to a camera, and nothing else than a source is opened', async () => {
  const methods = methodsOf(undefined)
  assert.equal((await methods['trySource']!({ source: 'rtsp://camera.example.com/1' })).status, 200)
  const away = await methods['trySource']!({ source: 'rtsp://away.example.com/1' })
  assert.equal(away.status, 503)
  assert.match(JSON.stringify(away.payload), /Connection refused/)
  for (const source of ['http://camera.example.com/1', 'file:../secrets.json', 'rtsp://camera.example.com/1 -f null'])
    assert.equal((await methods['trySource']!({ source })).status, 400, source)
})
