import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { iou } from '../../shared/domain/box.ts'
import { createDetector } from '../../shared/vision/detector.ts'
import { loadModel } from '../../shared/vision/load-model.ts'
import { readOptions, type TrainingOptions } from '../../training/options.ts'
import { train } from '../../training/train.ts'
import { drawScene, writeDrawnDataset } from './drawn-dataset.ts'

const channels = { patch: 12, skip: 16, middle: 16, deep: 24, neck: 16 }
let folder: string
let data: string

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'train-'))
  data = join(folder, 'dataset')
  await writeDrawnDataset(data, 60)
})
after(() => rm(folder, { recursive: true }))

function options(out: string, ...flags: string[]): TrainingOptions {
  const base = ['--data', data, '--out', join(folder, out), '--width', '64', '--height', '48', '--batch', '8']
  return { ...readOptions([...base, ...flags]), channels }
}

const digestOf = async (name: string) =>
  createHash('sha256')
    .update(await readFile(join(folder, name, 'model.onnx')))
    .digest('hex')

test('thirty labelled pictures make a model that finds the things in pictures that it never saw', async () => {
  const lines: Record<string, unknown>[] = []
  const { card } = await train(options('whole', '--steps', '240', '--workers', '2', '--seed', '3'), (line) => lines.push(line))
  for (const label of ['lamp', 'hole']) assert.ok(card.metrics.perClass[label]!.f1 > 0.9, `${label}: ${card.metrics.perClass[label]!.f1}`)
  assert.equal(card.metrics.on, 'test split of drawn')
  assert.equal(card.training['steps'], 240)

  const metrics = JSON.parse(await readFile(join(folder, 'whole', 'metrics.json'), 'utf8'))
  assert.deepEqual(metrics.test, card.metrics.perClass)
  assert.equal(metrics.validate.lamp.objects + metrics.validate.hole.objects, 15)
  assert.deepEqual(Object.keys(metrics.variants), ['chosen', 'float', 'int8'])

  assert.equal(lines[0]?.['event'], 'dataset')
  const progress = lines.filter((line) => line['event'] === 'progress')
  assert.deepEqual(Object.keys(progress.at(-1)!).sort(), [
    'boxLoss',
    'event',
    'heatLoss',
    'loss',
    'rate',
    'samplesPerSecond',
    'secondsLeft',
    'step',
    'steps',
  ])
  assert.ok((progress.at(-1)!['loss'] as number) < (progress[0]!['loss'] as number) / 3)
  assert.equal(lines.filter((line) => line['event'] === 'validation').at(-1)?.['step'], 240)
  assert.equal(lines.at(-1)?.['event'], 'done')

  const detector = await createDetector(await loadModel(join(folder, 'whole')))
  try {
    const scene = drawScene(1000)
    const [found] = await detector.detect(scene)
    assert.equal(found?.label, 'lamp')
    assert.ok(iou(found!.box, scene.objects[0]!.box) > 0.6)
  } finally {
    await detector.close()
  }
})

test('the same seed, steps and workers give the same model byte for byte, another seed another one', async () => {
  const flags = ['--steps', '8', '--workers', '2']
  for (const [out, seed] of [
    ['first', '5'],
    ['again', '5'],
    ['other', '6'],
  ] as const) {
    await train(options(out, ...flags, '--seed', seed), () => {})
  }
  assert.equal(await digestOf('again'), await digestOf('first'))
  assert.notEqual(await digestOf('other'), await digestOf('first'))
})

test('a time budget becomes a number of steps that the card records', async () => {
  const { card } = await train(options('timed', '--minutes', '0.01', '--workers', '1'), () => {})
  assert.ok((card.training['steps'] as number) >= 1)
  assert.equal(card.training['stepsKept'], card.training['steps'])
})

test('a dataset that cannot be read stops the training before it begins', async () => {
  const lines: unknown[] = []
  const missing = { ...options('none', '--steps', '5'), data: join(folder, 'nowhere') }
  await assert.rejects(
    train(missing, (line) => lines.push(line)),
    { code: 'input-invalid', message: /cannot be read in the dataset folder/ },
  )
  assert.deepEqual(lines, [])
})
