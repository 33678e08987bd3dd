import assert from 'node:assert/strict'
import { renameSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { keepDetecting, type Thresholds, type WatchedDetector } from '../../edge/keep-detecting.ts'
import { createDetector, type Detector } from '../../shared/vision/detector.ts'
import { loadModel } from '../../shared/vision/load-model.ts'
import { writeColourModel } from './support/colour-model.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const red = { data: new Uint8Array(192 * 112 * 3).map((_, i) => (i % 3 === 0 ? 255 : 0)), width: 192, height: 112 }

/** Detectors on a real model; the first of them is what `spoil` makes of it. */
async function start(t: TestContext, spoil: (detector: Detector) => Detector, hangMs?: number) {
  const folder = temporaryFolder(t)
  writeColourModel(folder)
  const events: string[] = []
  const made: Thresholds[] = []
  const watched = await keepDetecting({
    create: async (thresholds) => {
      made.push(thresholds)
      const detector = await createDetector(await loadModel(folder), { thresholds })
      return made.length === 1 ? spoil(detector) : detector
    },
    log: (_level, event) => events.push(event),
    ...(hangMs === undefined ? {} : { hangMs }),
    retryMs: 5,
  })
  t.after(() => watched.close())
  return { watched, events, made, folder }
}

async function countReds(watched: WatchedDetector): Promise<number> {
  return (await watched.infer(red)).detections.length
}

async function untilItDetects(watched: WatchedDetector): Promise<void> {
  for (;;) {
    if ((await countReds(watched).catch(() => 0)) > 0) return
    await new Promise(setImmediate)
  }
}

test('a detector that hangs is given up, said, and replaced', async (t) => {
  const { watched, events } = await start(t, (detector) => ({ ...detector, infer: () => new Promise(() => {}) }), 500)
  await assert.rejects(watched.infer(red), /did not answer/)
  assert.match(watched.problem ?? '', /No answer/)
  await untilItDetects(watched)
  assert.equal(events[0], 'detector-replaced')
  assert.equal(watched.problem, undefined)
})

test('a detector whose thread ended is replaced', async (t) => {
  const { watched, events } = await start(t, (detector) => {
    void detector.close()
    return detector
  })
  await assert.rejects(watched.infer(red), /closed/)
  await untilItDetects(watched)
  assert.deepEqual(events, ['detector-replaced'])
})

test('a picture that cannot be judged does not cost the detector', async (t) => {
  const { watched, events } = await start(t, (detector) => detector)
  await assert.rejects(watched.infer({ ...red, width: 1 }), /bytes of RGB/)
  assert.ok((await countReds(watched)) > 0)
  assert.deepEqual(events, [])
})

test('new thresholds hold for the pictures that follow', async (t) => {
  const { watched, made } = await start(t, (detector) => detector)
  watched.setThresholds({ red: 1 })
  await watched.reload()
  assert.deepEqual(made.at(-1), { red: 1 })
  assert.equal(watched.model?.name, 'test-model')
})

test('a model that cannot be read when it is read again leaves the old one at work', async (t) => {
  const { watched, folder, events } = await start(t, (detector) => detector)
  renameSync(`${folder}/model.json`, `${folder}/gone.json`)
  const reloaded = watched.reload()
  while (!events.includes('detector-start-failed')) await new Promise(setImmediate)
  assert.ok((await countReds(watched)) > 0)
  renameSync(`${folder}/gone.json`, `${folder}/model.json`)
  await reloaded
  assert.equal(watched.problem, undefined)
})

test('without a model nothing is inferred, until there is one', async (t) => {
  const folder = temporaryFolder(t)
  let hasModel = false
  let replaced = 0
  const watched = await keepDetecting({
    create: async () => (hasModel ? createDetector(await loadModel(folder)) : undefined),
    onReplaced: () => replaced++,
    log: () => {},
  })
  t.after(() => watched.close())
  await assert.rejects(watched.infer(red), /There is no model/)
  assert.deepEqual([watched.model, watched.card, watched.problem], [undefined, undefined, undefined])
  writeColourModel(folder)
  hasModel = true
  await watched.reload()
  assert.ok((await countReds(watched)) > 0)
  hasModel = false
  await watched.reload()
  await assert.rejects(watched.infer(red), /There is no model/)
  assert.equal(replaced, 2)
})

test('a first detector that cannot be made is tried again, and said until then', async (t) => {
  const folder = temporaryFolder(t)
  let attempts = 0
  const watched = await keepDetecting({
    create: async () => {
      if (attempts++ === 0) throw new Error('no memory')
      return createDetector(await loadModel(folder))
    },
    log: () => {},
    retryMs: 5,
  })
  t.after(() => watched.close())
  assert.equal(watched.problem, 'no memory')
  writeColourModel(folder)
  await untilItDetects(watched)
  assert.equal(watched.problem, undefined)
})
