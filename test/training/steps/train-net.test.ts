import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLayout } from '../../../training/net/layout.ts'
import { trainNet } from '../../../training/steps/train-net.ts'

const channels = { patch: 4, skip: 4, middle: 4, deep: 4, neck: 4 }
const object = { label: 0, box: { left: 0.3, top: 0.3, width: 0.4, height: 0.4 }, isIgnored: false }
const frames = {
  width: 32,
  height: 32,
  pixels: new Uint8Array(new SharedArrayBuffer(2 * 32 * 32 * 3)).fill(90),
  objects: [[object], [object]],
}
const base = {
  ...{ frames, seed: 1, workers: 2, batch: 2, budget: { steps: 120 }, evaluations: 20 },
  onProgress: () => {},
}

test('an evaluation that says stop ends the training there', async () => {
  const seen: number[] = []
  const evaluate = async (_average: Float32Array, step: number) => {
    seen.push(step)
    return seen.length === 2 ? ('stop' as const) : ('go-on' as const)
  }
  const summary = await trainNet({ ...base, layout: createLayout(['thing'], 32, 32, channels), evaluate })
  assert.deepEqual(seen, [50, 100])
  assert.deepEqual([summary.steps, summary.stepsRun], [120, 100])
})

test('the last step is always evaluated', async () => {
  const steps: number[] = []
  const evaluate = async (average: Float32Array, step: number) => {
    steps.push(step)
    assert.ok(average.every(Number.isFinite))
    return 'go-on' as const
  }
  await trainNet({ ...base, layout: createLayout(['thing'], 32, 32, channels), evaluate })
  assert.deepEqual(steps, [50, 100, 120])
})

test('a worker that breaks ends the training with its error, and the other one does not wait for ever', async () => {
  // 40 is no multiple of 16, so the graph cannot be written.
  const layout = createLayout(['thing'], 40, 40, channels)
  await assert.rejects(trainNet({ ...base, layout, evaluate: async () => 'go-on' }), /not an integer/)
})

test('an evaluation that fails ends the training with its error', async () => {
  const evaluate = async () => {
    throw new Error('no room for the evaluation')
  }
  await assert.rejects(trainNet({ ...base, layout: createLayout(['thing'], 32, 32, channels), evaluate }), /no room for the evaluation/)
})
