import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { ModelCard } from '../../../shared/domain/model-card.ts'
import { readDataset } from '../../../training/data/read-dataset.ts'
import { inputName, writeDetector } from '../../../training/net/detector.ts'
import { drawInitialWeights } from '../../../training/net/initial-weights.ts'
import { createLayout } from '../../../training/net/layout.ts'
import { framesOf, openFootage } from '../../../training/scripts/footage.ts'
import { judgeOnFootage } from '../../../training/scripts/judge-on-footage.ts'
import { writeFootageDataset } from '../../../training/scripts/write-footage-dataset.ts'
import { makeVideo, squaresAt, type VideoPlan } from '../../edge/support/make-video.ts'

const plan: VideoPlan = {
  ...{ width: 128, height: 96, framesPerSecond: 10, frames: 41, groupSize: 10 },
  squares: [{ left: 0, top: 32, side: 32, stepX: 2, colour: [255, 0, 0] }],
}
let folder: string
let video: string
let truth: string

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footage-'))
  video = join(folder, 'video.mp4')
  truth = join(folder, 'truth.json')
  makeVideo(video, plan)
  const frames = Array.from({ length: plan.frames }, (_, frame) =>
    squaresAt(plan, frame).map(({ left, top, side }) => ({ label: 'square', box: [left / 128, top / 96, side / 128, side / 96] })),
  )
  await writeFile(truth, JSON.stringify({ frames }))
})
after(() => rm(folder, { recursive: true }))

test('the dataset holds the first half only, its last frames in time for validation', async () => {
  const footage = await openFootage(video, truth)
  assert.equal(footage.half, 21)
  await writeFootageDataset(join(folder, 'all'), footage, 'all')
  const { splits, labels } = await readDataset(join(folder, 'all'))
  assert.deepEqual(labels, ['square'])
  assert.deepEqual([splits.train.length, splits.validate.length, splits.test.length], [17, 4, 0])
  const lefts = [...splits.train, ...splits.validate].map((picture) => Math.round(picture.objects[0]!.box.left * 128))
  assert.deepEqual(
    lefts,
    Array.from({ length: 21 }, (_, frame) => 2 * frame),
  )
})

test('few frames are spread evenly over the first half', async () => {
  await writeFootageDataset(join(folder, 'few'), await openFootage(video, truth), 7)
  const { splits } = await readDataset(join(folder, 'few'))
  assert.deepEqual([splits.train.length, splits.validate.length], [5, 2])
  const lefts = [...splits.train, ...splits.validate].map((picture) => Math.round(picture.objects[0]!.box.left * 128))
  assert.deepEqual(lefts, [2, 8, 14, 20, 26, 32, 38])
})

test("the edge's detector sees every frame of the second half beside its own truth", async () => {
  const layout = createLayout(['square'], 64, 48)
  const model = writeDetector(layout, drawInitialWeights(layout, 1))
  const card: ModelCard = ModelCard.parse({
    ...{ name: 'untrained', version: '1', head: 'grid', labels: ['square'], thresholds: { square: 0.3 }, dataset: 'none', licence: 'MIT' },
    digest: createHash('sha256').update(model).digest('hex'),
    input: { name: inputName, width: 64, height: 48, type: 'uint8', layout: 'nhwc' },
    metrics: { on: 'nothing', perClass: {} },
  })
  await writeFile(join(folder, 'model.onnx'), model)
  await writeFile(join(folder, 'model.json'), JSON.stringify(card))
  const { frames, figures } = await judgeOnFootage(folder, await openFootage(video, truth))
  assert.equal(frames.length, 20)
  assert.deepEqual(
    frames.map((frame) => Math.round(frame.truth[0]!.box.left * 128)),
    Array.from({ length: 20 }, (_, index) => 2 * (21 + index)),
  )
  assert.equal(Math.round(frames[1]!.ptsMs - frames[0]!.ptsMs), 100)
  assert.deepEqual([figures.length, figures[0]?.label, figures[0]?.threshold], [1, 'square', 0.3])
})

test('a truth with more frames than the video is refused', async () => {
  const longer = join(folder, 'longer.json')
  await writeFile(longer, JSON.stringify({ frames: Array.from({ length: 60 }, () => []) }))
  const footage = await openFootage(video, longer)
  await assert.rejects(
    async () => {
      for await (const { index } of framesOf(footage, 30, 60)) assert.ok(index >= 30)
    },
    { code: 'input-invalid', message: /has 41 frames, its truth 60/ },
  )
})
