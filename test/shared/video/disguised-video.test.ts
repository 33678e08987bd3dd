import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { closeSync, constants, copyFileSync, openSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createVideoSplitter } from '../../../shared/adapters/video-splitter.ts'
import { clipVideo } from '../../../shared/video/clip-video.ts'
import { ffmpegArguments } from '../../../shared/video/ffmpeg-arguments.ts'
import { createFfmpegSplitter } from '../../../shared/video/ffmpeg-splitter.ts'
import { findFfmpeg, hasNodeAv } from '../../../shared/video/find-engine.ts'
import { createNodeAvSplitter } from '../../../shared/video/node-av-splitter.ts'
import { probeVideo } from '../../../shared/video/probe-video.ts'
import { budgetOf } from '../../../shared/video/split-engine.ts'
import { createRandom, makeBox, withMoov } from './support/damage.ts'
import { makeTestVideo, temporaryFolder } from './support/make-test-video.ts'
import { splitAll, times } from './support/split-all.ts'

let folder = ''
const inFolder = (name: string) => join(folder, name)
const splitter = createVideoSplitter()
const ffmpeg = findFfmpeg()
const engines = [...(hasNodeAv() ? [createNodeAvSplitter()] : []), ...(ffmpeg === undefined ? [] : [createFfmpegSplitter(ffmpeg)])]
const server = createServer((socket) => {
  connections++
  socket.destroy()
})
let connections = 0
before(async (t) => {
  folder = temporaryFolder(t as { after(fn: () => void): void })
  makeTestVideo(inFolder('good.mp4'), { width: 96, height: 64, frames: 10 })
  // Whoever opened it for reading would wait in it for ever.
  execFileSync('mkfifo', [inFolder('canary.ts')])
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
after(async () => {
  await Promise.all([splitter, ...engines].map((each) => each.close()))
  server.close()
})

function address(): string {
  const bound = server.address()
  return `http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}/canary`
}

/** Nobody reads from the canary's pipe: opening its other end finds nobody there. */
function assertNobodyListens(): void {
  assert.throws(() => closeSync(openSync(inFolder('canary.ts'), constants.O_WRONLY | constants.O_NONBLOCK)), { code: 'ENXIO' })
  assert.equal(connections, 0)
}

function disguises(): Record<string, Uint8Array> {
  const canary = inFolder('canary.ts')
  const playlist = (target: string) => `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n${target}\n#EXT-X-ENDLIST\n`
  const sdp = `v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video ${new URL(address()).port} TCP 96\r\n`
  const texts = {
    'a playlist of a file': playlist(canary),
    'a playlist of an address': playlist(address()),
    'a list to concatenate': `ffconcat version 1.0\nfile '${canary}'\n`,
    'a session description': sdp,
    'an SVG': `<svg xmlns="http://www.w3.org/2000/svg"><image href="${address()}"/></svg>`,
    'a GIF that is a script': `GIF89a/*\u0001\u0000\u0001\u0000*/=1;fetch("${address()}")`,
    'a manifest of DASH': `<?xml version="1.0"?><MPD><Period><AdaptationSet><Representation><BaseURL>${address()}</BaseURL></Representation></AdaptationSet></Period></MPD>`,
    nothing: '',
  }
  const zip = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(200)])
  const program = readFileSync(process.execPath).subarray(0, 100_000)
  const bytes = Object.entries(texts).map(([name, text]) => [name, Buffer.from(text)] as const)
  return { ...Object.fromEntries(bytes), 'a ZIP': zip, 'a program': program }
}

test('what is no MP4 is refused by its first bytes, whatever its name says, and nothing that it names is opened', async () => {
  for (const [name, bytes] of Object.entries(disguises())) {
    writeFileSync(inFolder('disguise.mp4'), bytes)
    const result = await splitAll(splitter, inFolder('disguise.mp4'))
    assert.deepEqual([result.outcome, result.decoder, result.frames.length], ['corrupt', 'none', 0], name)
    assert.match(result.reason ?? '', /not an MP4/, name)
    await assert.rejects(probeVideo(inFolder('disguise.mp4')), { code: 'video-unreadable' })
  }
  assertNobodyListens()
})

test('a decoder that is given such a file all the same opens nothing but that file', async () => {
  const budget = budgetOf({ frames: 10, width: 96, height: 64 })
  for (const engine of engines)
    for (const [name, bytes] of Object.entries(disguises())) {
      // The second look like MP4 from afar.
      for (const prefix of [Buffer.alloc(0), makeBox('ftyp', Buffer.from('isom'), Buffer.alloc(8))]) {
        writeFileSync(inFolder('disguise.mp4'), Buffer.concat([prefix, bytes]))
        const task = { file: inFolder('disguise.mp4'), times: [0], keyframeTimes: [], jpegQscale: 3, rotation: 0 } as const
        const end = await engine.split(task, budget, async () => assert.fail('a frame came'))
        assert(end.problem !== undefined, name)
      }
    }
  assertNobodyListens()
})

test('an MP4 whose pictures are said to lie in other files opens none of them', async () => {
  const good = readFileSync(inFolder('good.mp4'))
  const outside = (target: string) => {
    const alis = makeBox('url ', Buffer.from([0, 0, 0, 0]), Buffer.from(`${target}\0`))
    const reference = makeBox('dref', Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]), alis)
    return withMoov(good, (boxes) => boxes.map((box) => replaceBox(box, 'dref', reference)))
  }
  for (const target of [`file://${inFolder('canary.ts')}`, inFolder('canary.ts'), address()]) {
    writeFileSync(inFolder('outside.mp4'), outside(target))
    const { outcome, reason } = await splitAll(splitter, inFolder('outside.mp4'))
    assert.equal(reason === undefined, outcome === 'complete')
  }
  assertNobodyListens()
})

test('links, pipes and folders are refused without being followed', async () => {
  symlinkSync(inFolder('good.mp4'), inFolder('link.mp4'))
  for (const name of ['link.mp4', 'canary.ts', '.', 'missing.mp4']) {
    const { outcome, decoder } = await splitAll(splitter, inFolder(name))
    assert.deepEqual([outcome, decoder], ['corrupt', 'none'], name)
  }
  assertNobodyListens()
})

test('names that mean something to a shell or to FFmpeg are names', async () => {
  const budget = budgetOf({ frames: 10, width: 96, height: 64 })
  for (const name of ['-i', ';touch pwned;.mp4', 'a\nb.mp4', '%03d.mp4', 'http:x.mp4', "it's $(id) `id`.mp4", 'concat:a|b.mp4']) {
    copyFileSync(inFolder('good.mp4'), inFolder(name))
    for (const engine of engines) {
      const task = { file: inFolder(name), times: times(400, 40), keyframeTimes: [], jpegQscale: 3, rotation: 0 } as const
      let frames = 0
      const end = await engine.split(task, budget, async () => void frames++)
      assert.deepEqual([frames, end.problem], [10, undefined], name)
    }
  }
})

test('only numbers within bounds reach a command line, whatever is asked for', async () => {
  const random = createRandom(3)
  const odd = [
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    -0,
    1e300,
    5e-324,
    2 ** 53,
    4 * 3_600_000 + 1,
    '1;id' as unknown as number,
    null as never,
  ]
  for (let round = 0; round < 200; round++) {
    const pick = () => (random() < 0.3 ? (odd[Math.floor(random() * odd.length)] as number) : random() * 20_000)
    const request = { times: [pick(), pick()], keyframeTimes: [pick()], jpegQscale: random() < 0.5 ? pick() : 3 }
    const { times: asked, keyframeTimes, jpegQscale } = request
    const isFine = (list: readonly number[]) =>
      list.every((at, index) => Number.isFinite(at) && at >= 0 && at <= 14_400_000 && at >= (list[index - 1] ?? 0))
    const isAllowed = isFine(asked) && isFine(keyframeTimes) && Number.isInteger(jpegQscale) && jpegQscale >= 2 && jpegQscale <= 31
    const split = splitter({ file: inFolder('missing.mp4'), ...request }, async () => {})
    if (isAllowed) await split
    else await assert.rejects(split, { code: 'input-invalid' })
    if (!isAllowed) continue
    const all = ffmpegArguments('/x.mp4', [asked[0]! / 1000, asked[1]! / 1000], jpegQscale)
    assert.equal(all.length, ffmpegArguments('/x.mp4', [0], 3).length)
    assert.match(
      all.find((argument) => argument.includes('select'))!,
      /^\[0:v:0\]select='isnan\(prev_t\)(\+gte\(t-start_t,-?\d+\.\d{6}\)\*lt\(prev_t-start_t,-?\d+\.\d{6}\)){2}',split/,
    )
  }
})

test('a clip is cut between numbers in order, and nothing else', async () => {
  const segments = [{ file: inFolder('good.mp4'), startsAtMs: 0 }]
  for (const [from, to] of [
    [Number.NaN, 1],
    [0, Number.POSITIVE_INFINITY],
    [5, 5],
    [300, 200],
  ] as const)
    await assert.rejects(clipVideo(segments, from, to, inFolder('clip.mp4')), { code: 'input-invalid' })
  for (const [from, to] of [
    [-900, -1],
    [400, 900],
  ] as const)
    await assert.rejects(clipVideo(segments, from, to, inFolder('clip.mp4')), { code: 'video-unreadable' })
})

/** Puts a box in place of the first of its type, however deep; sizes around it follow. */
function replaceBox(box: Buffer, type: string, by: Buffer): Buffer {
  const found = box.indexOf(type, 8, 'latin1')
  if (found < 0 || box.toString('latin1', 4, 8) === type) return box.toString('latin1', 4, 8) === type ? by : box
  const content: Buffer[] = []
  for (let at = 8; at < box.length; at += box.readUInt32BE(at))
    content.push(replaceBox(box.subarray(at, at + box.readUInt32BE(at)), type, by))
  return makeBox(box.toString('latin1', 4, 8), ...content)
}
