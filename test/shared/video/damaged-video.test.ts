import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createVideoSplitter } from '../../../shared/adapters/video-splitter.ts'
import { createRandom } from './support/damage.ts'
import { makeTestVideo, repack, temporaryFolder } from './support/make-test-video.ts'
import { type SplitEverything, splitAll, times } from './support/split-all.ts'

let folder = ''
const file = (name: string) => join(folder, `${name}.mp4`)
const splitter = createVideoSplitter()
after(() => splitter.close())
before(async (t) => {
  folder = temporaryFolder(t as { after(fn: () => void): void })
  makeTestVideo(file('index-last'), { width: 96, height: 64, frames: 30 })
  await repack(file('index-last'), file('index-first'), {})
  await repack(file('index-last'), file('fragmented'), { isFragmented: true })
})

const asked = { times: times(1200, 40) }

function assertSaysWhy({ outcome, reason, frames }: SplitEverything): void {
  assert(['complete', 'partial', 'empty', 'corrupt'].includes(outcome))
  assert.equal(reason === undefined, outcome === 'complete', `${outcome}: ${reason}`)
  if (outcome === 'empty' || outcome === 'corrupt') assert.equal(frames.length, 0)
  if (reason !== undefined) assert.match(reason, /^[A-Z0-9].*\.$/s)
}

async function splitBytes(name: string, bytes: Uint8Array): Promise<SplitEverything> {
  writeFileSync(file(name), bytes)
  return splitAll(splitter, file(name), asked)
}

for (const name of ['fragmented', 'index-first', 'index-last'])
  test(`a video with its ${name.replace('-', ' ')} keeps the frames before the place where it breaks off, wherever that is`, async () => {
    const whole = readFileSync(file(name))
    const good = await splitAll(splitter, file(name), asked)
    assert.deepEqual([good.outcome, good.frames.length], ['complete', 30])
    const random = createRandom(1)
    const offsets = [8, 40, whole.length - 1, ...Array.from({ length: 64 }, () => 1 + Math.floor(random() * (whole.length - 1)))]
    let [kept, most] = [0, 0]
    for (const offset of offsets.sort((a, b) => a - b)) {
      const cut = await splitBytes('cut', whole.subarray(0, offset))
      assertSaysWhy(cut)
      assert(cut.frames.length >= kept, `${cut.frames.length} frames of ${offset} bytes, ${kept} of fewer`)
      kept = cut.frames.length
      most = Math.max(most, kept)
      for (const { index, sha256 } of cut.frames) assert.equal(sha256, good.frames[index]?.sha256, `frame ${index} of ${offset} bytes`)
    }
    // Without its index, which is the last thing in it, nothing of a file can be read.
    if (name === 'index-last') assert.equal(most, 0)
    else assert(most >= 27, `${most}`)
  })

test('of 500 videos with a bit the wrong way round each ends with its frames or a reason, and none of them ends the work', async () => {
  const random = createRandom(2)
  const sources = ['fragmented', 'index-first'].map((name) => readFileSync(file(name)))
  const outcomes = new Map<string, number>()
  const lane = async (name: string, count: number) => {
    for (let flip = 0; flip < count; flip++) {
      const bytes = Buffer.from(sources[flip % 2] as Buffer)
      // Half of them in the index, which is small and matters most.
      const at = Math.floor(random() * (flip % 4 < 2 ? Math.min(2000, bytes.length) : bytes.length))
      bytes[at] = (bytes[at] as number) ^ (1 << Math.floor(random() * 8))
      const result = await splitBytes(name, bytes)
      assertSaysWhy(result)
      assert.doesNotMatch(result.reason ?? '', /memory|took more|said nothing/)
      outcomes.set(result.outcome, (outcomes.get(result.outcome) ?? 0) + 1)
    }
  }
  await Promise.all([lane('flipped-a', 250), lane('flipped-b', 250)])
  assert.equal(
    [...outcomes.values()].reduce((sum, count) => sum + count, 0),
    500,
  )
  assert((outcomes.get('partial') ?? 0) > 0 && (outcomes.get('corrupt') ?? 0) > 0, JSON.stringify([...outcomes]))
})
