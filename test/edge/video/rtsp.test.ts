import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { SegmentEvent } from '../../../edge/camera-events.ts'
import { decodeFile } from '../../../edge/video/decode-file.ts'
import { createFfmpegEngine } from '../../../edge/video/ffmpeg-engine.ts'
import { createNodeAvEngine } from '../../../edge/video/node-av-engine.ts'
import { createRecorder } from '../../../edge/video/recorder.ts'
import { createStreamClock } from '../../../edge/video/stream-clock.ts'
import type { StreamInfo, StreamListener, StreamPacket, VideoEngine, VideoFrame } from '../../../edge/video/video-engine.ts'
import { type LineCamera, startLineCamera } from '../../../local/line/camera.ts'
import type { Fault } from '../../../shared/domain/faults.ts'
import { findFfmpeg, hasNodeAv } from '../../../shared/video/find-engine.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ffmpeg = findFfmpeg()
const engines: VideoEngine[] = [
  ...(hasNodeAv() ? [createNodeAvEngine()] : []),
  ...(ffmpeg === undefined ? [] : [createFfmpegEngine(ffmpeg)]),
]
const options = { picture: { width: 192, height: 112 }, framesPerSecond: 5 }
let camera: LineCamera

before(async () => {
  camera = await startLineCamera({ seed: 7, framesPerSecond: 10 })
})
after(() => camera.close())

interface Seen {
  info: StreamInfo | undefined
  packets: StreamPacket[]
  frames: VideoFrame[]
}

async function watch(engine: VideoEngine, isEnough: (seen: Seen) => boolean): Promise<Seen> {
  const seen: Seen = { info: undefined, packets: [], frames: [] }
  await new Promise<void>((resolve, reject) => {
    const then = <T>(keep: (item: T) => void) => {
      return (item: T) => {
        keep(item)
        if (isEnough(seen)) stream.close().then(resolve, reject)
      }
    }
    const listener: StreamListener = {
      onStart: then((info) => {
        seen.info = info
      }),
      onPacket: then((packet) => seen.packets.push(packet)),
      onFrame: then((frame) => seen.frames.push(frame)),
      onEnd: reject,
    }
    const stream = engine.openStream({ kind: 'rtsp', url: camera.url }, options, listener)
  })
  return seen
}

const isVaried = ({ rgb }: VideoFrame) => new Set(rgb).size > 50

for (const engine of engines) {
  test(`${engine.name}: a network camera gives packets and pictures of the same moments`, async () => {
    const { info, packets, frames } = await watch(engine, (seen) => seen.frames.length >= 8)
    assert.deepEqual([info?.codec, info?.description[0]], ['avc', 1])
    assert(info!.width >= 320 && info!.height >= 180, `${info!.width} × ${info!.height}`)
    assert.equal(packets[0]!.isKey, true)
    for (const frame of frames) assert.deepEqual([frame.rgb.length, isVaried(frame)], [192 * 112 * 3, true])
    // Before the second packet there is nothing to tell the frame rate by, and ffmpeg guesses the time of the first.
    for (const frame of frames.slice(1)) {
      const isThere = packets.some(({ ptsMs }) => Math.abs(ptsMs - frame.ptsMs) < 1)
      assert(isThere, `no packet has the time ${frame.ptsMs} of a picture; there are ${packets.map(({ ptsMs }) => ptsMs)}`)
    }
    const times = frames.map(({ ptsMs }) => ptsMs)
    assert.deepEqual(
      times,
      [...new Set(times)].sort((a, b) => a - b),
    )
  })

  test(`${engine.name}: what a network camera sends is recorded so that it plays`, async (t) => {
    const { info, packets } = await watch(engine, (seen) => seen.packets.length >= 30)
    const segments: SegmentEvent[] = []
    const settings = { segmentSeconds: 60, preRollSeconds: 0, postRollSeconds: 0 }
    const onSegment = (event: SegmentEvent) => segments.push(event)
    const recorder = createRecorder({
      device: 'press',
      camera: 'line',
      folder: temporaryFolder(t),
      mode: 'continuous',
      settings,
      onSegment,
      onDisk: assert.ifError,
    })
    recorder.begin(info!, createStreamClock())
    for (const packet of packets) recorder.add(packet)
    await recorder.close()
    let frames = 0
    for await (const frame of decodeFile(segments[0]!.file, { width: 192, height: 112 })) {
      assert(isVaried(frame))
      frames++
    }
    assert.equal(frames, packets.length)
  })
}

test('a network camera that goes away is a loss that can be mended', async () => {
  const short = await startLineCamera({ seed: 8, framesPerSecond: 5 })
  const fault = await new Promise<Fault>((resolve, reject) => {
    const nothing = () => {}
    const onFrame = () => short.close().catch(reject)
    engines[0]!.openStream({ kind: 'rtsp', url: short.url }, options, { onStart: nothing, onPacket: nothing, onFrame, onEnd: resolve })
  })
  assert.deepEqual([fault.code, fault.kind], ['video-lost', 'unavailable'])
})
