import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { createVideoSplitter } from '../../../shared/adapters/video-splitter.ts'
import { likenessDistance } from '../../../shared/domain/likeness.ts'
import { listFrames } from '../../../shared/video/probe-video.ts'
import { makeTestVideo, repack, temporaryFolder } from './support/make-test-video.ts'
import { engineNames, type SplitEverything, splitAll, times, withSplitter } from './support/split-all.ts'

const framesPerSecond = 25
const hashes = ({ frames }: SplitEverything) => new Map(frames.map(({ index, sha256 }) => [index, sha256]))

let folder = ''
const video = (name: string) => join(folder, `${name}.mp4`)
before((t) => {
  folder = temporaryFolder(t as { after(fn: () => void): void })
  makeTestVideo(video('plain'), { bFrames: 2, groupSize: 20 })
  makeTestVideo(video('open'), { bFrames: 2, groupSize: 10, isOpenGop: true })
  makeTestVideo(video('simple'), {})
  makeTestVideo(video('odd'), { codec: 'mpeg4', width: 101, height: 77, frames: 12 })
})

/** The markers of a JPEG up to its picture. */
function markers(jpeg: Uint8Array): number[] {
  const view = Buffer.from(jpeg)
  const found: number[] = []
  for (let at = 2; view[at] === 0xff && found.at(-1) !== 0xda; at += 2 + view.readUInt16BE(at + 2)) found.push(view[at + 1] as number)
  return found
}

/** Width and height as the JPEG itself says. */
function sizeOf(jpeg: Uint8Array): [number, number] {
  const view = Buffer.from(jpeg)
  for (let at = 2; ; at += 2 + view.readUInt16BE(at + 2))
    if (view[at + 1] === 0xc0) return [view.readUInt16BE(at + 7), view.readUInt16BE(at + 5)]
}

test('there is an engine to test', () => {
  assert(engineNames.length > 0)
})

for (const engine of engineNames)
  describe(`stills by ${engine}`, () => {
    const splitter = createVideoSplitter(engine)
    after(() => splitter.close())

    test('all frames come once, in the order of their times, as JPEGs of the size of the video', async () => {
      const all = await splitAll(splitter, video('plain'))
      assert.deepEqual([all.outcome, all.reason], ['complete', undefined])
      assert.deepEqual(
        all.frames.map(({ index }) => index),
        Array.from({ length: 50 }, (_, index) => index),
      )
      for (const { index, ptsMs, jpeg, isKey, width, height } of all.frames) {
        assert(Math.abs(ptsMs - (index * 1000) / framesPerSecond) < 0.01, `frame ${index} at ${ptsMs}`)
        assert.deepEqual([width, height, ...sizeOf(jpeg)], [160, 120, 160, 120])
        assert.equal(isKey, index % 20 === 0)
      }
      assert.equal(new Set(all.frames.map(({ sha256 }) => sha256)).size, 50)
    })

    test('frames that are chosen have the same bytes as when everything is decoded', async () => {
      for (const name of ['plain', 'open', 'simple']) {
        const whole = hashes(await splitAll(splitter, video(name)))
        for (const everyMs of [90, 410, 1900]) {
          const some = await splitAll(splitter, video(name), { times: times(2000, everyMs) })
          assert.equal(some.outcome, 'complete')
          assert(some.frames.length > 0)
          for (const { index, sha256 } of some.frames)
            assert.equal(sha256, whole.get(index), `${name}: frame ${index} of each ${everyMs} ms`)
        }
      }
    })

    test('the frame of a time is the first at or after it, and a time after the last has none', async () => {
      const { frames, outcome } = await splitAll(splitter, video('plain'), { times: [0, 39.9, 40, 40.1, 1000, 1960, 1961, 99_000] })
      assert.equal(outcome, 'complete')
      assert.deepEqual(
        frames.map(({ index }) => index),
        [0, 1, 2, 25, 49],
      )
    })

    test('key frames are the first at or after each time, and come among the others in order', async () => {
      const { frames } = await splitAll(splitter, video('plain'), { times: [500], keyframeTimes: [0, 1, 700, 1700] })
      assert.deepEqual(
        frames.map(({ index, isKey }) => [index, isKey]),
        [
          [0, true],
          [13, false],
          [20, true],
        ],
      )
      const none = await splitAll(splitter, video('plain'), { times: [], keyframeTimes: [1700] })
      assert.deepEqual([none.outcome, none.frames.length], ['complete', 0])
    })

    test('frames of a variable rate are chosen by their times, from 1 to 240 a second', async () => {
      // The first second shows 1 frame, then 10 a second, then 240 a second.
      const secondsOf = (index: number) => (index === 0 ? 0 : index <= 10 ? 1 + (index - 1) / 10 : 2 + (index - 11) / 240)
      await repack(video('simple'), video('variable'), { secondsOf })
      const asked = [0, 500, 1150, 1900, 2000, 2001, 2100]
      const { frames, outcome, reason } = await splitAll(splitter, video('variable'), { times: asked })
      assert.deepEqual([outcome, reason], ['complete', undefined])
      const expected = asked.map((at) =>
        Array.from({ length: 50 }, (_, index) => index).find((index) => secondsOf(index) * 1000 + 0.5 >= at),
      )
      assert.deepEqual(
        frames.map(({ index }) => index),
        [...new Set(expected)],
      )
      const every100 = await splitAll(splitter, video('variable'), { times: times(2163, 100) })
      // One frame serves all of the first second after its start.
      assert.deepEqual(every100.frames.map(({ index }) => index).slice(0, 4), [0, 1, 2, 3])
    })

    test('a video that was taken with the camera on its side is turned as players turn it', async () => {
      for (const rotation of [90, 180, 270] as const) await repack(video('simple'), video(`turned-${rotation}`), { rotation })
      const upright = await splitAll(splitter, video('simple'), { times: [0] })
      const seen = new Set(upright.frames.map(({ sha256 }) => sha256))
      for (const rotation of [90, 180, 270]) {
        const [frame] = (await splitAll(splitter, video(`turned-${rotation}`), { times: [0] })).frames
        assert(frame !== undefined)
        const size = rotation === 180 ? [160, 120] : [120, 160]
        assert.deepEqual([frame.width, frame.height, ...sizeOf(frame.jpeg)], [...size, ...size])
        seen.add(frame.sha256)
      }
      assert.equal(seen.size, 4)
    })

    test('odd sizes stay as they are', async () => {
      const { frames, outcome } = await splitAll(splitter, video('odd'))
      assert.deepEqual([outcome, frames.length], ['complete', 12])
      for (const { jpeg, width, height } of frames) assert.deepEqual([width, height, ...sizeOf(jpeg)], [101, 77, 101, 77])
    })

    test('fragments, as cameras record them, give the same pictures as a file with an index', async () => {
      await repack(video('simple'), video('fragmented'), { isFragmented: true })
      const [whole, fragmented] = [await splitAll(splitter, video('simple')), await splitAll(splitter, video('fragmented'))]
      assert.equal(fragmented.outcome, 'complete')
      assert.deepEqual(hashes(fragmented), hashes(whole))
    })

    test('a JPEG holds a picture and nothing that tells where, when or with what it was made', async () => {
      for (const { jpeg } of (await splitAll(splitter, video('plain'), { times: [0, 1000] })).frames) {
        const allowed = [0xe0, 0xdb, 0xc0, 0xc4, 0xda]
        assert.deepEqual(
          markers(jpeg).filter((marker) => !allowed.includes(marker)),
          [],
        )
        assert(!/Lavc|Lavf|Exif|http/i.test(Buffer.from(jpeg).toString('latin1')))
      }
    })

    test('a better quality makes larger pictures', async () => {
      const bytes = async (jpegQscale: number) =>
        (await splitAll(splitter, video('plain'), { times: [0], jpegQscale })).frames[0]?.jpeg.length ?? 0
      assert((await bytes(2)) > (await bytes(12)))
    })

    test('likeness is near for frames that look alike', async () => {
      const { frames } = await splitAll(splitter, video('plain'), { times: [0, 40, 1000] })
      const [first, next, later] = frames.map(({ likeness }) => likeness) as [string, string, string]
      assert(likenessDistance(first, next) < likenessDistance(first, later), `${first} ${next} ${later}`)
    })

    test('what taking a frame throws ends the work and is thrown', async () => {
      const request = { file: video('plain'), times: times(2000, 40), keyframeTimes: [], jpegQscale: 3 }
      let taken = 0
      await assert.rejects(
        splitter(request, async () => {
          if (++taken === 3) throw new Error('the disk is full')
        }),
        /the disk is full/,
      )
      assert.equal((await splitAll(splitter, video('plain'))).outcome, 'complete')
    })
  })

test('both engines choose the same frames', async (t) => {
  const file = join(temporaryFolder(t), 'same.mp4')
  makeTestVideo(file, { bFrames: 2, groupSize: 20 })
  const listed = (await listFrames(file)).map(({ ptsMs }) => Math.round(ptsMs))
  for (const engine of engineNames)
    await withSplitter(engine, async (splitter) => {
      const { frames } = await splitAll(splitter, file, { times: times(2000, 170), keyframeTimes: [100] })
      assert.deepEqual(
        frames.map(({ index }) => index),
        [0, 5, 9, 13, 17, 20, 22, 26, 30, 34, 39, 43, 47],
      )
      for (const { index, ptsMs } of frames) assert.equal(Math.round(ptsMs), listed[index])
    })
})
