import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createVideoSplitter } from '../../../shared/adapters/video-splitter.ts'
import { clipVideo } from '../../../shared/video/clip-video.ts'
import { listFrames, listKeyFrames, probeVideo } from '../../../shared/video/probe-video.ts'
import { makeTestVideo, repack, temporaryFolder } from './support/make-test-video.ts'
import { splitAll, times } from './support/split-all.ts'

let folder = ''
const file = (name: string) => join(folder, `${name}.mp4`)
const splitter = createVideoSplitter()
after(() => splitter.close())
before(async (t) => {
  folder = temporaryFolder(t as { after(fn: () => void): void })
  makeTestVideo(file('plain'), { bFrames: 2, groupSize: 10 })
  makeTestVideo(file('simple'), { groupSize: 10 })
  makeTestVideo(file('other'), { width: 128, height: 96, frames: 10 })
  await repack(file('simple'), file('segment'), { isFragmented: true })
  await repack(file('simple'), file('turned'), { rotation: 90 })
})

const asked = { times: times(10_000, 40) }
const pictures = async (name: string) => (await splitAll(splitter, file(name), asked)).frames.map(({ sha256 }) => sha256)

test('a file says what it holds without being decoded', async () => {
  assert.deepEqual(await probeVideo(file('plain')), {
    ...{ codec: 'avc', codecString: (await probeVideo(file('plain'))).codecString, width: 160, height: 120, rotation: 0 },
    ...{ durationMs: 2000, frames: 50, framesPerSecond: 25 },
  })
  assert.match((await probeVideo(file('plain'))).codecString, /^avc1\.[0-9a-f]{6}$/)
  assert.deepEqual([(await probeVideo(file('turned'))).rotation, (await probeVideo(file('segment'))).frames], [90, 50])
  assert.deepEqual((await listKeyFrames(file('plain'))).map(Math.round), [0, 400, 800, 1200, 1600])
  const frames = await listFrames(file('plain'))
  assert.deepEqual(
    frames.map(({ ptsMs, isKey }) => [Math.round(ptsMs), isKey]),
    Array.from({ length: 50 }, (_, index) => [index * 40, index % 10 === 0]),
  )
})

for (const name of ['plain', 'segment'])
  test(`a clip of ${name === 'plain' ? 'a file' : 'a segment'} begins with the key frame before, ends with the last frame before its end, and shows the same bits`, async () => {
    const whole = await pictures(name)
    for (const [from, to] of [
      [0, 2000],
      [450, 1010],
      [400, 401],
      [1999, 9000],
      [-500, 100],
    ] as const) {
      const clip = await clipVideo([{ file: file(name), startsAtMs: 5000 }], 5000 + from, 5000 + to, file('clip'))
      const found = await pictures('clip')
      const first = Math.max(0, Math.floor(from / 400) * 10)
      assert.deepEqual(found, whole.slice(first, first + found.length), `${from} to ${to}`)
      // A picture or two more where the last wanted one leans on them.
      const last = Math.min(50, Math.ceil(to / 40))
      assert(first + found.length >= last && first + found.length <= last + 2, `${from} to ${to}: ${found.length} frames from ${first}`)
      assert.deepEqual([Math.round(clip.startsAtMs), clip.frames], [5000 + first * 40, found.length])
      assert.equal(Math.round(clip.endsAtMs), 5000 + (first + found.length) * 40)
    }
  })

test('a clip over several recordings joins them, and a gap between them stays a gap', async () => {
  const segments = [
    { file: file('segment'), startsAtMs: 0 },
    // Rounded to whole milliseconds, a recording may seem to begin before the one before it has ended.
    { file: file('segment'), startsAtMs: 1999 },
    { file: file('segment'), startsAtMs: 10_000 },
  ]
  const whole = await pictures('segment')
  const clip = await clipVideo(segments, 1700, 10_500, file('joined'))
  assert.deepEqual(await pictures('joined'), [...whole.slice(40), ...whole, ...whole.slice(0, 13)])
  assert.deepEqual([Math.round(clip.startsAtMs), Math.round(clip.endsAtMs), clip.frames], [1600, 10_520, 73])
  const at = (await listFrames(file('joined'))).map(({ ptsMs }) => Math.round(ptsMs))
  assert.deepEqual([at[9], at[10], at[59], at[60]], [360, 400, 2360, 8400])
})

test('a clip keeps the way in which the picture is turned', async () => {
  await clipVideo([{ file: file('turned'), startsAtMs: 0 }], 0, 400, file('clip'))
  assert.equal((await probeVideo(file('clip'))).rotation, 90)
})

test('the same clip again has the same bytes, on another day too', async (t) => {
  const digest = async (name: string) => {
    await clipVideo([{ file: file('segment'), startsAtMs: 0 }], 300, 900, file(name))
    return createHash('sha256')
      .update(readFileSync(file(name)))
      .digest('hex')
  }
  const first = await digest('clip-1')
  const tomorrow = Date.now() + 86_400_000
  t.mock.method(Date, 'now', () => tomorrow)
  assert.equal(await digest('clip-2'), first)
})

test('recordings that are coded differently do not become one clip', async () => {
  const segments = [
    { file: file('simple'), startsAtMs: 0 },
    { file: file('other'), startsAtMs: 2000 },
  ]
  await assert.rejects(clipVideo(segments, 1000, 2300, file('mixed')), { code: 'video-unreadable' })
  assert.equal((await clipVideo(segments, 1000, 1900, file('mixed'))).frames, 28)
  assert(existsSync(file('mixed')))
})
