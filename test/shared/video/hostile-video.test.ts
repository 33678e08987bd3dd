import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createVideoSplitter } from '../../../shared/adapters/video-splitter.ts'
import { Fault } from '../../../shared/domain/faults.ts'
import { probeVideo } from '../../../shared/video/probe-video.ts'
import { boxAt, makeBox, tableOf, withMoov, withNumbers, withType } from './support/damage.ts'
import { makeTestVideo, repack, temporaryFolder } from './support/make-test-video.ts'
import { type SplitEverything, splitAll, times } from './support/split-all.ts'

let folder = ''
let good = Buffer.alloc(0)
let fragmented = Buffer.alloc(0)
let pictures: SplitEverything
const splitter = createVideoSplitter()
after(() => splitter.close())
const asked = { times: times(1200, 40) }
before(async (t) => {
  folder = temporaryFolder(t as { after(fn: () => void): void })
  const [last, fragments] = [join(folder, 'last.mp4'), join(folder, 'fragments.mp4')]
  makeTestVideo(last, { width: 96, height: 64, frames: 30 })
  await repack(last, fragments, { isFragmented: true })
  good = readFileSync(last)
  fragmented = readFileSync(fragments)
  pictures = await splitAll(splitter, last, asked)
})

async function splitBytes(bytes: Uint8Array): Promise<SplitEverything> {
  const file = join(folder, 'hostile.mp4')
  writeFileSync(file, bytes)
  return splitAll(splitter, file, asked)
}

/** Refused by what it says of itself: no decoder has seen it. */
async function assertRefused(bytes: Uint8Array, reason: RegExp, outcome: 'corrupt' | 'empty' = 'corrupt'): Promise<void> {
  const result = await splitBytes(bytes)
  assert.match(result.reason ?? '', reason)
  assert.deepEqual([result.outcome, result.decoder, result.frames.length], [outcome, 'none', 0])
  await assert.rejects(probeVideo(join(folder, 'hostile.mp4')), (error) => error instanceof Fault && error.code === 'video-unreadable')
}

const entry = (file: Buffer) => {
  const { start, end } = tableOf(file, 'stsd')
  return { type: 'entry', start: start + 8, end }
}
const sizeOf = (width: number, height: number) => ((width << 16) | height) >>> 0

for (const [width, height] of [
  [65535, 65535],
  [0, 0],
  [4097, 2],
  [2, 4097],
] as const)
  test(`a video that claims pictures of ${width} × ${height} is refused before anything is decoded`, async () => {
    await assertRefused(withNumbers(good, entry(good), { 32: sizeOf(width, height) }), new RegExp(`${width} × ${height}`))
  })

test('a video that claims to be longer than four hours is refused, wherever it claims it', async () => {
  const header = boxAt(good, 'moov', 'trak', 'mdia', 'mdhd')
  const scale = good.readUInt32BE(header.start + 12)
  await assertRefused(withNumbers(good, header, { 16: scale * 36_000 }), /10 h long/)
  await assertRefused(withNumbers(good, boxAt(good, 'moov', 'mvhd'), { 16: 36_000_000 }), /10 h long/)
  await assertRefused(withNumbers(good, tableOf(good, 'stts'), { 12: scale * 3600 }), /30 h long/)
  const last = fragmented.lastIndexOf('tfdt')
  const late = Buffer.from(fragmented)
  const at = late[last + 4] === 1 ? last + 8 : last + 4
  late.writeUInt32BE(0x7fffffff, at + 4)
  await assertRefused(late, /h long/)
})

test('a video whose time does not pass is refused', async () => {
  await assertRefused(withNumbers(good, boxAt(good, 'moov', 'trak', 'mdia', 'mdhd'), { 12: 0 }), /timescale is 0/)
  await assertRefused(withNumbers(good, boxAt(good, 'moov', 'mvhd'), { 12: 0 }), /timescale is 0/)
})

test('a video that claims more pictures than it has room for is refused', async () => {
  const sizes = tableOf(good, 'stsz')
  await assertRefused(withNumbers(good, sizes, { 8: 2 ** 32 - 1 }), /claims 4294967295 pictures/)
  await assertRefused(withNumbers(good, sizes, { 4: 1, 8: 2 ** 32 - 1 }), /claims 4294967295 pictures/)
  await assertRefused(withNumbers(good, sizes, { 4: 1, 8: 3_000_000 }), /claims 3000000 pictures in/)
  await assertRefused(withNumbers(good, tableOf(good, 'stts'), { 8: 2 ** 32 - 1 }), /claims 4294967295 pictures/)
  for (const type of ['stts', 'stsc', 'stco', 'stss'])
    await assertRefused(withNumbers(good, tableOf(good, type), { 4: 2 ** 32 - 1 }), new RegExp(`table ${type} claims`))
  const run = fragmented.indexOf('trun')
  const many = Buffer.from(fragmented)
  many.writeUInt32BE(2 ** 32 - 1, run + 8)
  await assertRefused(many, /fragment claims 4294967295/)
})

test('boxes that lie 10,000 deep in each other are refused', async () => {
  let nested = makeBox('trak')
  for (let depth = 0; depth < 10_000; depth++) nested = makeBox('trak', nested)
  await assertRefused(
    withMoov(good, (boxes) => [...boxes, nested]),
    /deep in each other/,
  )
})

test('boxes of impossible sizes are refused, in the index and beside it', async () => {
  const moov = boxAt(good, 'moov')
  for (const size of [1, 2, 7, 2 ** 31, 2 ** 32 - 1]) {
    const inner = Buffer.from(good)
    inner.writeUInt32BE(size, boxAt(good, 'moov', 'trak').start - 8)
    await assertRefused(inner, /impossible size/)
    const outer = Buffer.from(good)
    outer.writeUInt32BE(size, moov.start - 8)
    await assertRefused(outer, /missing or cut off/)
  }
})

test('a video without a picture is empty and no error, and so is one without a video track', async () => {
  let none: Buffer = good
  for (const type of ['stsz', 'stts', 'stsc', 'stco', 'stss'])
    none = withNumbers(none, tableOf(none, type), type === 'stsz' ? { 4: 0, 8: 0 } : { 4: 0 })
  await assertRefused(none, /no picture in it/, 'empty')
  const handler = boxAt(good, 'moov', 'trak', 'mdia', 'hdlr')
  const sound = Buffer.from(good)
  sound.write('soun', handler.start + 8, 'latin1')
  await assertRefused(sound, /no video track/, 'empty')
})

test('a duration of 0 is what fragmented video says, and hurts nothing', async () => {
  const silent = withNumbers(good, boxAt(good, 'moov', 'trak', 'mdia', 'mdhd'), { 16: 0 })
  const result = await splitBytes(withNumbers(silent, boxAt(silent, 'moov', 'mvhd'), { 16: 0 }))
  assert.deepEqual([result.outcome, result.frames.length], ['complete', 30])
})

test('places outside of the file give no frames and a reason', async () => {
  for (const place of [2 ** 32 - 1, 2 ** 31, good.length]) {
    const { outcome, frames, reason } = await splitBytes(withNumbers(good, tableOf(good, 'stco'), { 8: place }))
    assert(outcome === 'corrupt' || outcome === 'partial', outcome)
    assert(frames.length < 30)
    assert(reason !== undefined)
  }
})

test('a file that says that every picture is a key frame still gives the right pictures', async () => {
  const { outcome, frames } = await splitBytes(withType(good, tableOf(good, 'stss'), 'free'))
  assert.equal(outcome, 'complete')
  assert.deepEqual(
    frames.map(({ sha256 }) => sha256),
    pictures.frames.map(({ sha256 }) => sha256),
  )
  const sparse = join(folder, 'hostile.mp4')
  const some = await splitAll(splitter, sparse, { times: [280, 700] })
  for (const { index, sha256 } of some.frames) assert.equal(sha256, pictures.frames[index]?.sha256)
})

test('a video that never had a key frame gives none of its pictures for good ones', async () => {
  const bytes = Buffer.from(good)
  const media = boxAt(good, 'mdat')
  // Slices of key frames (5) become slices that lean on pictures which are not there (1).
  for (let at = media.start; at + 5 < media.end; ) {
    if ((bytes[at + 4]! & 31) === 5) bytes[at + 4] = (bytes[at + 4]! & 0xe0) | 1
    at += 4 + bytes.readUInt32BE(at)
  }
  const { outcome, reason, frames } = await splitBytes(bytes)
  assert.notEqual(outcome, 'complete')
  assert(reason !== undefined && frames.length < 30)
})

test('times that go back, or stand still, give each frame at most once', async () => {
  const back = join(folder, 'back.mp4')
  makeTestVideo(back, { width: 96, height: 64, frames: 30, bFrames: 2 })
  const bytes = readFileSync(back)
  const offsets = tableOf(bytes, 'ctts')
  const count = bytes.readUInt32BE(offsets.start + 4)
  const scrambled = Object.fromEntries(Array.from({ length: count }, (_, entry) => [12 + entry * 8, (entry * 7919) % 30_000]))
  for (const hostile of [withNumbers(bytes, offsets, scrambled), withNumbers(good, tableOf(good, 'stts'), { 12: 0 })]) {
    const { frames } = await splitBytes(hostile)
    const indexes = frames.map(({ index }) => index)
    assert.equal(new Set(indexes).size, indexes.length)
  }
})

test('33 tracks are read as one, and 65 are refused', async () => {
  const tracks = (count: number) =>
    withMoov(good, (boxes) => {
      const track = boxes.find((box) => box.toString('latin1', 4, 8) === 'trak') as Buffer
      return [...boxes, ...Array.from({ length: count - 1 }, () => track)]
    })
  assert.equal((await splitBytes(tracks(33))).frames.length, 30)
  await assertRefused(tracks(65), /65 tracks/)
})
