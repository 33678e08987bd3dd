import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import type { SegmentEvent } from '../../../edge/camera-events.ts'
import { openVideoEngine } from '../../../edge/video/open-video-engine.ts'
import { createRecorder, type Recorder, type RecorderOptions } from '../../../edge/video/recorder.ts'
import { createStreamClock } from '../../../edge/video/stream-clock.ts'
import type { FileFrame, StreamInfo, StreamPacket } from '../../../edge/video/video-engine.ts'
import { makeVideo } from '../support/make-video.ts'
import { packetsOf } from '../support/packets-of.ts'
import { colours } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const startMs = Date.parse('2026-03-01T06:00:00.000Z')
let video: { file: string; info: StreamInfo; packets: StreamPacket[] }

// 10 s with a key frame every second and B-frames.
before(async (t) => {
  const file = join(temporaryFolder(t as { after(fn: () => void): void }), 'line.mp4')
  const squares = [{ left: 0, top: 20, side: 16, colour: colours.red, stepX: 0.5 }]
  makeVideo(file, { width: 160, height: 96, framesPerSecond: 25, frames: 250, groupSize: 25, squares })
  video = { file, ...(await packetsOf(file)) }
})

function record(t: Parameters<typeof temporaryFolder>[0], part: Partial<RecorderOptions> = {}) {
  const folder = temporaryFolder(t)
  const segments: SegmentEvent[] = []
  const settings = { segmentSeconds: 3, preRollSeconds: 1, postRollSeconds: 1 }
  const options: RecorderOptions = {
    device: 'press',
    camera: 'gate',
    folder,
    mode: 'continuous',
    settings,
    onSegment: (event) => segments.push(event),
    onDisk: assert.ifError,
    ...part,
  }
  return { folder, segments, recorder: createRecorder(options) }
}

function play(recorder: Recorder, packets: readonly StreamPacket[] = video.packets, beginMs = startMs): void {
  const clock = createStreamClock()
  clock.note(0, beginMs)
  recorder.begin(video.info, clock)
  for (const packet of packets) recorder.add(packet)
}

async function framesOf(file: string): Promise<FileFrame[]> {
  const frames: FileFrame[] = []
  for await (const frame of openVideoEngine().decodeFile(file, {})) frames.push(frame)
  return frames
}

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const seconds = (instant: string) => (Date.parse(instant) - startMs) / 1000

test('a stream is cut at the first key frame after the segment time, without gaps', async (t) => {
  const { recorder, segments } = record(t)
  play(recorder)
  await recorder.close()
  assert.deepEqual(
    segments.map(({ startedAt, endedAt }) => [seconds(startedAt), seconds(endedAt)]),
    [
      [0, 3],
      [3, 6],
      [6, 9],
      [9, 10],
    ],
  )
})

test('a segment says what it is: size, hash, codec, frame rate', async (t) => {
  const { recorder, segments } = record(t)
  play(recorder)
  await recorder.close()
  for (const { file, bytes, sha256, codec, frameRate, width, height } of segments) {
    const content = readFileSync(file)
    assert.deepEqual([bytes, sha256], [content.length, digestOf(content)])
    assert.deepEqual([codec.slice(0, 5), frameRate, width, height], ['avc1.', 25, 160, 96])
  }
  assert.equal(new Set(segments.map(({ recording }) => recording)).size, 4)
})

test('the pictures of the segments are those of the stream, bit by bit, at their times', async (t) => {
  const { recorder, segments } = record(t)
  play(recorder)
  await recorder.close()
  const original = await framesOf(video.file)
  const recorded: { atMs: number; digest: string }[] = []
  for (const { file, startedAt } of segments) {
    for (const { ptsMs, rgb } of await framesOf(file))
      recorded.push({ atMs: Math.round(seconds(startedAt) * 1000 + ptsMs), digest: digestOf(rgb) })
  }
  assert.deepEqual(
    recorded,
    original.map(({ ptsMs, rgb }) => ({ atMs: Math.round(ptsMs), digest: digestOf(rgb) })),
  )
})

test('a segment that was cut off by a power failure plays up to the cut', async (t) => {
  const { recorder, segments, folder } = record(t, { settings: { segmentSeconds: 10, preRollSeconds: 0, postRollSeconds: 0 } })
  play(recorder)
  await recorder.close()
  const [segment] = segments
  const cut = join(folder, 'cut.mp4')
  copyFileSync(segment!.file, cut)
  truncateSync(cut, Math.round(segment!.bytes * 0.6))
  const frames: number[] = []
  await (async () => {
    for await (const { index } of openVideoEngine().decodeFile(cut, {})) frames.push(index)
  })().catch(() => {})
  assert(frames.length >= 100, `${frames.length} of 250 pictures`)
})

test('a picture is found in the segment that holds it, at its time within it', async (t) => {
  const { recorder } = record(t)
  play(recorder)
  const [early, late] = [recorder.segmentAt(2960), recorder.segmentAt(3000)]
  assert.deepEqual([early?.startPtsMs, late?.startPtsMs], [0, 3000])
  assert.notEqual(early?.recording, late?.recording)
  await recorder.close()
})

test('in incident mode only segments around an incident come out, and nothing else stays on the disk', async (t) => {
  const { recorder, segments, folder } = record(t, { mode: 'incidents' })
  play(recorder)
  recorder.noteIncident('a', startMs + 4500, startMs + 5500)
  await recorder.close()
  assert.deepEqual(
    segments.map(({ startedAt, hasIncident }) => [seconds(startedAt), hasIncident]),
    [
      [3, true],
      [6, true],
    ],
  )
  assert.deepEqual(readdirSync(join(folder, 'segments')).sort(), segments.map(({ recording }) => `${recording}.mp4`).sort())
  assert.deepEqual(readdirSync(join(folder, 'recording')), [])
})

test('in continuous mode the segments around an incident are marked', async (t) => {
  const { recorder, segments } = record(t)
  play(recorder)
  recorder.noteIncident('a', startMs + 4500, startMs + 5500)
  await recorder.close()
  assert.deepEqual(
    segments.map(({ hasIncident }) => hasIncident),
    [false, true, true, false],
  )
})

test('recordings of a span are told while they are still under way', async (t) => {
  const { recorder } = record(t)
  play(recorder)
  assert.equal(recorder.recordingsOf({ startMs: startMs + 2500, endMs: startMs + 3500 }).length, 2)
  assert.equal(recorder.recordingsOf({ startMs: startMs + 9500, endMs: startMs + 20_000 }).length, 1)
  await recorder.close()
})

test('a stream that begins in the middle of a group is recorded from its first key frame on', async (t) => {
  const { recorder, segments } = record(t)
  play(recorder, video.packets.slice(7))
  await recorder.close()
  assert.deepEqual([seconds(segments[0]!.startedAt), (await framesOf(segments[0]!.file)).length], [1, 75])
})

test('pictures that lean on the group before the cut are left out, so that the segment can be shown', async (t) => {
  // An open group: a picture of before the key frame comes after it in decoding order.
  const { recorder, segments } = record(t)
  const leading = { ...video.packets[1]!, ptsMs: video.packets[0]!.ptsMs - 40 }
  play(recorder, [video.packets[0]!, leading, ...video.packets.slice(1, 25)])
  await recorder.close()
  assert.equal((await framesOf(segments[0]!.file)).length, 25)
})

test('when the camera goes away the segment under way is finished, and its return begins another', async (t) => {
  const { recorder, segments } = record(t)
  play(recorder, video.packets.slice(0, 25))
  recorder.cut()
  play(recorder, video.packets.slice(0, 50), startMs + 60_000)
  await recorder.close()
  assert.deepEqual(
    segments.map(({ startedAt, endedAt }) => [seconds(startedAt), seconds(endedAt)]),
    [
      [0, 1],
      [60, 62],
    ],
  )
})

test('what a crash left behind is removed at the start, what was handed over stays', (t) => {
  const first = record(t)
  writeFileSync(join(first.folder, 'recording', 'old.mp4.part'), 'x')
  writeFileSync(join(first.folder, 'segments', 'waiting.mp4'), 'x')
  const { recorder } = record(t, { folder: first.folder })
  assert.deepEqual([readdirSync(join(first.folder, 'recording')), readdirSync(join(first.folder, 'segments'))], [[], ['waiting.mp4']])
  t.after(() => recorder.close())
})

test('a segment that the disk does not take is told, and so is the first that it takes again', async (t) => {
  const said: (string | undefined)[] = []
  const { folder, recorder, segments } = record(t, { onDisk: (trouble) => said.push((trouble as NodeJS.ErrnoException | undefined)?.code) })
  rmSync(join(folder, 'recording'), { recursive: true })
  play(recorder, video.packets.slice(0, 25))
  recorder.cut()
  await recorder.close()
  mkdirSync(join(folder, 'recording'))
  play(recorder, video.packets.slice(0, 25))
  await recorder.close()
  assert.deepEqual(said, ['ENOENT', undefined])
  assert.equal(segments.length, 1)
})
