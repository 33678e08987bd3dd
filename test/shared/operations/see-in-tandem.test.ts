import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import sharp from 'sharp'
import { createModelRunner } from '../../../shared/adapters/model-runner.ts'
import { createFeed } from '../../../shared/operations/feed.ts'
import { seeInTandem } from '../../../shared/operations/see-in-tandem.ts'
import type { ModelFolder } from '../../../shared/ports.ts'
import { writeColourModel } from '../../edge/support/colour-model.ts'
import { colours, paint } from '../../edge/support/pictures.ts'
import { temporaryFolder } from '../../edge/support/temporary-folder.ts'

const modelRunner = createModelRunner()

async function jpeg(left: number): Promise<Uint8Array> {
  const { data, width, height } = paint(192, 112, [{ left, top: 16, side: 32, colour: colours.red }])
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg()
    .toBuffer()
}

test('two models see the same pictures in the same order, many more than lie ready at once', async (t) => {
  const folders = [temporaryFolder(t), temporaryFolder(t)]
  for (const folder of folders) writeColourModel(folder)
  const pictures = await Promise.all([8, 56, 104].map(jpeg))
  const seen = await seeInTandem(
    { modelRunner },
    folders.map((path) => ({ path })),
    async (add) => {
      for (let index = 0; index < 90; index++) await add(pictures[index % 3]!)
    },
  )
  const places = seen.map((one) => one.map(({ detections: [red] }) => Math.round(red!.box.left * 192)))
  assert.deepEqual(places[0], places[1])
  assert.equal(places[0]!.length, 90)
  assert.deepEqual(places[0]!.slice(0, 3), places[0]!.slice(87))
  assert.equal(new Set(places[0]).size, 3)
})

test('a model that breaks off ends the work on both with its reason, however much is still to come', async (t) => {
  const [good, bad] = [temporaryFolder(t), temporaryFolder(t)]
  writeColourModel(good)
  const card = writeColourModel(bad)
  await assert.rejects(
    seeInTandem({ modelRunner }, [{ path: good }, { path: bad }], async (add) => {
      const picture = await jpeg(8)
      for (let index = 0; index < 30; index++) await add(picture)
      for (;;) await add(Buffer.from(card.digest))
    }),
    { code: 'input-invalid' },
  )
  await assert.rejects(
    seeInTandem({ modelRunner }, [{ path: good }, { path: temporaryFolder(t) }], async (add) => {
      const picture = await jpeg(8)
      for (;;) await add(picture)
    }),
    { code: 'model-invalid' },
  )
})

test('pictures that cannot be had end the work with that reason', async (t) => {
  const folder = temporaryFolder(t)
  writeColourModel(folder)
  const gone = new Error('the frame is gone')
  await assert.rejects(
    seeInTandem({ modelRunner }, [{ path: folder }], () => Promise.reject(gone)),
    gone,
  )
})

test('a model that lies ready on this machine is gone afterwards, also when the work fails', async () => {
  const seen: ModelFolder[] = []
  const failure = new Error('no')
  await assert.rejects(
    modelRunner.withFolder({ '../model.json': Buffer.from('{}') }, async (folder) => {
      seen.push(folder)
      assert(existsSync(`${folder.path}/model.json`))
      throw failure
    }),
    failure,
  )
  assert(!existsSync(seen[0]!.path))
})

test('a feed hands over in order, waits while it is full, and ends', async () => {
  const feed = createFeed<number>(2)
  const taken: number[] = []
  const taking = (async () => {
    for await (const one of feed.things) taken.push(one)
  })()
  for (const one of [1, 2, 3, 4, 5]) await feed.add(one)
  feed.end()
  await taking
  assert.deepEqual(taken, [1, 2, 3, 4, 5])
  feed.stop(new Error('too late'))
  await assert.rejects(feed.add(6), /too late/)
})
