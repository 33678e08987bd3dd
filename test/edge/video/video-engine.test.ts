import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { createFfmpegEngine } from '../../../edge/video/ffmpeg-engine.ts'
import { createNodeAvEngine } from '../../../edge/video/node-av-engine.ts'
import { openVideoEngine } from '../../../edge/video/open-video-engine.ts'
import type { FileFrame, StreamInfo, StreamPacket, VideoEngine, VideoFrame } from '../../../edge/video/video-engine.ts'
import type { Fault } from '../../../shared/domain/faults.ts'
import { findFfmpeg, hasNodeAv } from '../../../shared/video/find-engine.ts'
import { childrenOf } from '../support/children.ts'
import { makeVideo, squaresAt, type VideoPlan } from '../support/make-video.ts'
import { colours } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const plan: VideoPlan = {
  ...{ width: 320, height: 240, framesPerSecond: 25, frames: 60, groupSize: 50 },
  squares: [
    { left: 8, top: 100, side: 32, colour: colours.red, stepX: 4 },
    { left: 200, top: 16, side: 32, colour: colours.blue, stepY: 3 },
  ],
}
let file = ''
before((t) => {
  file = join(temporaryFolder(t as { after(fn: () => void): void }), 'squares.mp4')
  makeVideo(file, plan)
})

const ffmpeg = findFfmpeg()
const engines: VideoEngine[] = [
  ...(hasNodeAv() ? [createNodeAvEngine()] : []),
  ...(ffmpeg === undefined ? [] : [createFfmpegEngine(ffmpeg)]),
]

async function all(frames: AsyncIterable<FileFrame>): Promise<FileFrame[]> {
  const found: FileFrame[] = []
  for await (const frame of frames) found.push(frame)
  return found
}

function assertShows({ rgb, width, height }: VideoFrame, frame: number): void {
  for (const { left, top, side, colour } of squaresAt(plan, frame)) {
    const [x, y] = [Math.round(((left + side / 2) / plan.width) * width), Math.round(((top + side / 2) / plan.height) * height)]
    const seen = [...rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)]
    for (const [channel, value] of colour.entries())
      assert(Math.abs(seen[channel]! - value) < 40, `frame ${frame} shows ${seen} where ${colour} is`)
  }
}

test('there is an engine to test', () => {
  assert(engines.length > 0)
  assert(engines.map(({ name }) => name).includes(openVideoEngine().name))
})

for (const engine of engines) {
  test(`${engine.name}: all frames of a file come in the order of their times, with the right picture`, async () => {
    const frames = await all(engine.decodeFile(file, { picture: { width: 160, height: 120 } }))
    assert.deepEqual(
      frames.map(({ index }) => index),
      Array.from({ length: 60 }, (_, index) => index),
    )
    for (const frame of frames) {
      assert.deepEqual([frame.width, frame.height, frame.rgb.length], [160, 120, 160 * 120 * 3])
      assert(Math.abs(frame.ptsMs - frame.index * 40) < 0.01, `frame ${frame.index} is at ${frame.ptsMs}`)
      assertShows(frame, frame.index)
    }
  })

  test(`${engine.name}: pictures come in the size of the video unless another is asked for`, async () => {
    const [frame] = await all(engine.decodeFile(file, { times: [0] }))
    assert.deepEqual([frame?.width, frame?.height], [320, 240])
    const [odd] = await all(engine.decodeFile(file, { times: [1200], picture: { width: 101, height: 77 } }))
    assert.deepEqual([odd?.width, odd?.height, odd?.rgb.length], [101, 77, 101 * 77 * 3])
    assertShows(odd!, 30)
    const [inside] = await all(engine.decodeFile(file, { times: [0], picture: { width: 160, height: 160, fit: 'inside' } }))
    assert.deepEqual([inside?.width, inside?.height], [160, 120])
  })

  test(`${engine.name}: frames are chosen by count, by times and by rate`, async () => {
    const indexes = async (choice: object) =>
      (await all(engine.decodeFile(file, { picture: { width: 32, height: 24 }, ...choice }))).map(({ index }) => index)
    assert.deepEqual(await indexes({ everyNth: 20 }), [0, 20, 40])
    assert.deepEqual(await indexes({ times: [1000, 81, 1001] }), [3, 25, 26])
    assert.deepEqual(await indexes({ framesPerSecond: 2 }), [0, 13, 25, 38, 50])
  })

  test(`${engine.name}: leaving the loop early ends the process`, async () => {
    for await (const frame of engine.decodeFile(file, {})) if (frame.index === 2) break
    assert.deepEqual(childrenOf(process.pid), [])
  })

  test(`${engine.name}: what is no video is refused, and so is a playlist that names other files`, async (t) => {
    const folder = temporaryFolder(t)
    const [text, playlist, cut] = [join(folder, 'text.mp4'), join(folder, 'list.mp4'), join(folder, 'empty.mp4')]
    writeFileSync(text, 'no video at all '.repeat(100))
    writeFileSync(playlist, `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n${file}\n#EXT-X-ENDLIST\n`)
    writeFileSync(cut, '')
    for (const bad of [text, playlist, cut, join(folder, 'missing.mp4')]) {
      await assert.rejects(all(engine.decodeFile(bad, {})), { code: 'video-unreadable' })
    }
  })

  test(`${engine.name}: a file as a camera plays in real time and again, with times that go on`, async () => {
    const { frames, packets, info, tookMs } = await watch(engine, (seen) => seen.frames.length === 30)
    assert.deepEqual([info?.codec, info?.width, info?.height, info?.description[0]], ['avc', 320, 240, 1])
    // 30 pictures at 10 a second are three seconds; the file has 2.4.
    assert(tookMs > 2500, `${tookMs} ms`)
    const times = frames.map(({ ptsMs }) => ptsMs)
    assert.deepEqual(
      times,
      [...times].sort((a, b) => a - b),
    )
    assert(Math.abs(times.at(-1)! - times[0]! - 2900) < 100, `${times}`)
    for (const { ptsMs, rgb, ...frame } of frames) assertShows({ ptsMs, rgb, ...frame }, Math.round(ptsMs / 40) % plan.frames)
    const packetTimes = new Set(packets.map(({ ptsMs }) => Math.round(ptsMs)))
    for (const time of times) assert(packetTimes.has(Math.round(time)), `no packet has the time ${time} of a frame`)
    assert.deepEqual(
      packets
        .filter(({ isKey }) => isKey)
        .map(({ ptsMs }) => Math.round(ptsMs))
        .slice(0, 3),
      [0, 2000, 2400],
    )
  })

  test(`${engine.name}: packets are NAL units with their lengths before them`, async () => {
    const { packets } = await watch(engine, (seen) => seen.packets.length === 10)
    for (const { data } of packets) {
      const view = new DataView(data.buffer, data.byteOffset, data.length)
      let position = 0
      while (position < data.length) position += 4 + view.getUint32(position)
      assert.equal(position, data.length)
    }
  })

  test(`${engine.name}: a camera that does not answer is lost, with the reason but without the password`, async () => {
    const fault = await lossOf(engine, 'rtsp://viewer:canary-7f3a@127.0.0.1:1/line')
    assert.equal(fault.code, 'video-lost')
    assert.doesNotMatch(JSON.stringify([fault.message, fault.detail, String(fault.cause)]), /canary-7f3a/)
  })

  test(`${engine.name}: closing a stream leaves no process behind`, async () => {
    await watch(engine, (seen) => seen.frames.length === 1)
    assert.deepEqual(childrenOf(process.pid), [])
  })

  test(`${engine.name}: when the decoder is killed the stream ends with a fault, and this process goes on`, async () => {
    const fault = await new Promise<Fault>((resolve) => {
      const onFrame = async () => {
        for (const pid of childrenOf(process.pid)) process.kill(pid, 'SIGSEGV')
      }
      engine.openStream({ kind: 'file', file }, streamOptions, { onStart: () => {}, onPacket: () => {}, onFrame, onEnd: resolve })
    })
    assert.equal(fault.code, 'video-lost')
    assert.match(fault.detail ?? '', /signal SIGSEGV|code 255|code 139/)
    assert.deepEqual(childrenOf(process.pid), [])
  })
}

const streamOptions = { picture: { width: 160, height: 120 }, framesPerSecond: 10 }

interface Seen {
  info: StreamInfo | undefined
  packets: StreamPacket[]
  frames: VideoFrame[]
  tookMs: number
}

/** Watches the file as a camera until enough was seen. */
async function watch(engine: VideoEngine, isEnough: (seen: Seen) => boolean): Promise<Seen> {
  const seen: Seen = { info: undefined, packets: [], frames: [], tookMs: 0 }
  let startedAt = 0
  await new Promise<void>((resolve, reject) => {
    const check = () => {
      if (!isEnough(seen)) return
      seen.tookMs = performance.now() - startedAt
      stream.close().then(resolve, reject)
    }
    const stream = engine.openStream({ kind: 'file', file }, streamOptions, {
      onStart: (info) => {
        seen.info = info
        startedAt = performance.now()
      },
      onPacket: (packet) => {
        seen.packets.push(packet)
        check()
      },
      onFrame: (frame) => {
        seen.frames.push(frame)
        check()
      },
      onEnd: reject,
    })
  })
  return seen
}

function lossOf(engine: VideoEngine, url: string): Promise<Fault> {
  const nothing = () => {}
  return new Promise((resolve) => {
    engine.openStream({ kind: 'rtsp', url }, streamOptions, { onStart: nothing, onPacket: nothing, onFrame: nothing, onEnd: resolve })
  })
}
