import { mkdir } from 'node:fs/promises'
import { countWanted, judge } from '../shared/domain/match-boxes.ts'
import type { Dataset } from './data/dataset.ts'
import { storedSize } from './data/fill-batch.ts'
import { type Frames, loadFrames } from './data/load-frames.ts'
import { readDataset } from './data/read-dataset.ts'
import { chooseThreshold, usualThreshold } from './metrics/choose-threshold.ts'
import { type DetectorRun, runDetector } from './metrics/evaluate-detector.ts'
import { meanOver, measureLabels } from './metrics/measure-labels.ts'
import { writeDetector } from './net/detector.ts'
import { createLayout, type Layout } from './net/layout.ts'
import type { TrainingOptions } from './options.ts'
import { createEarlyStopping, type Kept, toleranceFor } from './steps/early-stopping.ts'
import { type TrainSummary, trainNet } from './steps/train-net.ts'
import { chooseVariant } from './variants/choose-variant.ts'
import { type ModelFiles, writeModelFiles } from './write-model-files.ts'

export type Report = (line: Readonly<Record<string, unknown>>) => void

/** Frames looked at during training; all of them are at its end. */
const mostFramesPerEvaluation = 400
const evaluations = 20

/**
 * Trains a detector on a dataset folder and writes `model.onnx`, `model.json` and `metrics.json`.
 *
 * `report` gets what happens, line by line; training/README.md lists the lines.
 */
export async function train(options: TrainingOptions, report: Report): Promise<ModelFiles> {
  const dataset = await readDataset(options.data)
  const layout = createLayout(dataset.labels, options.width, options.height, options.channels)
  const [training, validation, test] = await Promise.all([
    loadFrames(dataset.splits.train, storedSize(layout).width, storedSize(layout).height),
    loadFrames(dataset.splits.validate, layout.width, layout.height),
    loadFrames(dataset.splits.test, layout.width, layout.height),
  ])
  report(describe(dataset, layout))
  const { kept, summary } = await learn(options, layout, training, validation, report)

  const float = writeDetector(layout, kept.weights, options.weights)
  const validated = await runDetector(float, layout, validation)
  const thresholds = chooseThresholds(layout, validated)
  const variants = await chooseVariant({ layout, weights: kept.weights, float, training, validation, thresholds, wanted: options.variant })
  report({ event: 'variants', ...variants.report })

  const metrics = {
    validate: measureLabels(layout.labels, (await runDetector(variants.chosen, layout, validation)).perLabel, thresholds),
    test: measureLabels(layout.labels, (await runDetector(variants.chosen, layout, test)).perLabel, thresholds),
  }
  await mkdir(options.out, { recursive: true })
  const files = await writeModelFiles({ options, dataset, layout, variants, thresholds, metrics, summary, kept })
  report({ event: 'done', out: options.out, digest: files.card.digest, bytes: variants.chosen.length, steps: kept.step, metrics })
  return files
}

async function learn(
  options: TrainingOptions,
  layout: Layout,
  frames: Frames,
  validation: Frames,
  report: Report,
): Promise<{ kept: Kept; summary: TrainSummary }> {
  const sample = thinOut(validation, mostFramesPerEvaluation)
  const objects = sample.objects.flat().filter((object) => !object.isIgnored).length
  const stopping = createEarlyStopping(toleranceFor(objects))
  const summary = await trainNet({
    layout,
    frames,
    seed: options.seed,
    workers: options.workers,
    batch: options.batch,
    budget: options.budget,
    evaluations,
    async evaluate(average, step, steps) {
      const { perLabel } = await runDetector(writeDetector(layout, average), layout, sample)
      const usual = Object.fromEntries(layout.labels.map((label) => [label, usualThreshold]))
      const perClass = measureLabels(layout.labels, perLabel, usual)
      // Without objects to find there is no score to judge by: the newest weights are kept.
      const score = meanOver(perClass, 'ap50') ?? 0
      report({ event: 'validation', step, steps, score, perClass })
      return stopping.judge(score, average, step)
    },
    onProgress: (progress) => report({ event: 'progress', ...progress, loss: progress.heatLoss + progress.boxLoss }),
  })
  return { kept: stopping.kept(), summary }
}

function chooseThresholds(layout: Layout, { perLabel }: DetectorRun): Record<string, number> {
  const rules = layout.labels.map((label, index) => {
    const pictures = perLabel[index]!
    return [label, chooseThreshold(judge(pictures, 0.5), countWanted(pictures))]
  })
  return Object.fromEntries(rules)
}

/** Evenly spaced frames. */
function thinOut(frames: Frames, most: number): Frames {
  const count = frames.objects.length
  if (count <= most) return frames
  const size = frames.width * frames.height * 3
  const picked = Array.from({ length: most }, (_, index) => Math.floor((index * count) / most))
  const pixels = new Uint8Array(most * size)
  for (const [index, from] of picked.entries()) pixels.set(frames.pixels.subarray(from * size, (from + 1) * size), index * size)
  return { ...frames, pixels, objects: picked.map((index) => frames.objects[index]!) }
}

function describe({ version, splits, unlearned, labels }: Dataset, layout: Layout): Record<string, unknown> {
  const frames = { train: splits.train.length, validate: splits.validate.length, test: splits.test.length }
  return { event: 'dataset', version, frames, labels, unlearned, width: layout.width, height: layout.height, parameters: layout.parameters }
}
