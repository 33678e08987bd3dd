import assert from 'node:assert/strict'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createVideoSplitter } from '../../../shared/adapters/video-splitter.ts'
import type { SplitFrame } from '../../../shared/ports/night.ts'
import { childrenOf } from '../../edge/support/children.ts'
import { makeTestVideo, temporaryFolder } from './support/make-test-video.ts'
import { engineNames, splitAll, times } from './support/split-all.ts'

let file = ''
before((t) => {
  const folder = temporaryFolder(t as { after(fn: () => void): void })
  file = join(folder, 'video.mp4')
  // Larger than what waits in pipes and queues, so that the decoder is still at work when the third frame comes.
  makeTestVideo(file, { width: 640, height: 360, frames: 60 })
})

const request = () => ({ file, times: times(2400, 40), keyframeTimes: [], jpegQscale: 2 })

function signalDecoders(signal: NodeJS.Signals): void {
  for (const pid of childrenOf(process.pid)) process.kill(pid, signal)
}

for (const engine of engineNames) {
  test(`${engine}: a decoder that breaks down fails its file with a reason, and the next file is read`, async () => {
    const splitter = createVideoSplitter(engine)
    after(() => splitter.close())
    let frames = 0
    const result = await splitter(request(), async () => {
      if (++frames === 3) signalDecoders('SIGSEGV')
    })
    assert.equal(result.outcome, 'partial')
    assert.match(result.reason ?? '', /SIGSEGV/)
    assert(frames >= 3 && frames < 60, `${frames}`)
    const { outcome, frames: all } = await splitAll(splitter, file, request())
    assert.deepEqual([outcome, all.length], ['complete', 60])
  })

  test(`${engine}: a decoder that is killed from outside says nothing about the file: it is an error that passes`, async () => {
    const splitter = createVideoSplitter(engine)
    after(() => splitter.close())
    let frames = 0
    const killed = splitter(request(), async () => {
      if (++frames === 3) signalDecoders('SIGKILL')
    })
    await assert.rejects(killed, { code: 'video-lost' })
    assert.equal((await splitAll(splitter, file, request())).outcome, 'complete')
  })

  test(`${engine}: a process that has served other files and then breaks down fails none: the file is read again in a fresh one`, async () => {
    const splitter = createVideoSplitter(engine)
    after(() => splitter.close())
    const whole = await splitAll(splitter, file, request())
    const served = childrenOf(process.pid)
    const frames: SplitFrame[] = []
    const result = await splitter(request(), async (frame) => {
      frames.push(frame)
      if (frames.length === 3) for (const pid of served) process.kill(pid, 'SIGSEGV')
    })
    // Without processes that stay there is nothing to break down.
    assert.equal(result.outcome, 'complete')
    assert.deepEqual(
      frames.map(({ index, jpeg }) => [index, Buffer.from(jpeg).equals(whole.frames[index]!.jpeg)]),
      Array.from({ length: 60 }, (_, index) => [index, true]),
    )
  })
}

test('as many decoders as cores are at work, and none is left behind', async () => {
  const splitter = createVideoSplitter()
  let most = 0
  const all = Array.from({ length: 8 }, () =>
    splitter(request(), async () => {
      most = Math.max(most, childrenOf(process.pid).length)
    }),
  )
  assert.deepEqual(new Set((await Promise.all(all)).map(({ outcome }) => outcome)), new Set(['complete']))
  assert(most >= 1 && most <= availableParallelism(), `${most}`)
  await splitter.close()
  assert.deepEqual(childrenOf(process.pid), [])
})
