import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ModelCard } from '../shared/domain/model-card.ts'
import type { Dataset } from './data/dataset.ts'
import type { LabelMetrics } from './metrics/measure-labels.ts'
import { inputName } from './net/detector.ts'
import { type Layout, strideOfOutput } from './net/layout.ts'
import type { TrainingOptions } from './options.ts'
import type { Kept } from './steps/early-stopping.ts'
import type { TrainSummary } from './steps/train-net.ts'
import type { Variants } from './variants/choose-variant.ts'

export interface TrainedModel {
  readonly options: TrainingOptions
  readonly dataset: Dataset
  readonly layout: Layout
  readonly variants: Variants
  readonly thresholds: Readonly<Record<string, number>>
  readonly metrics: Readonly<Record<'validate' | 'test', Readonly<Record<string, LabelMetrics>>>>
  readonly summary: TrainSummary
  readonly kept: Kept
}

export interface ModelFiles {
  readonly card: ModelCard
  readonly model: Uint8Array
}

/** Writes `model.onnx`, its card `model.json`, and `metrics.json`; the card last, because it vouches for the model. */
export async function writeModelFiles(trained: TrainedModel): Promise<ModelFiles> {
  const { options, metrics, variants } = trained
  const card = describeModel(trained)
  await writeFile(join(options.out, 'model.onnx'), variants.chosen)
  await writeFile(join(options.out, 'metrics.json'), toText({ ...metrics, variants: variants.report }))
  await writeFile(join(options.out, 'model.json'), toText(card))
  return { card, model: variants.chosen }
}

function describeModel({ options, dataset, layout, variants, thresholds, metrics, summary, kept }: TrainedModel): ModelCard {
  const split = dataset.splits.test.length > 0 ? 'test' : 'validate'
  return ModelCard.parse({
    name: options.name,
    version: options.version,
    digest: createHash('sha256').update(variants.chosen).digest('hex'),
    head: 'grid',
    input: { name: inputName, width: layout.width, height: layout.height, type: 'uint8', layout: 'nhwc' },
    stride: strideOfOutput,
    labels: layout.labels,
    thresholds,
    dataset: dataset.version,
    ...(options.commit !== undefined && { commit: options.commit }),
    licence: options.licence,
    metrics: { on: `${split} split of ${dataset.version}`, perClass: metrics[split] },
    training: {
      steps: summary.steps,
      stepsKept: kept.step,
      seed: options.seed,
      workers: options.workers,
      batch: options.batch,
      frames: dataset.splits.train.length,
      parameters: layout.parameters,
      weights: options.weights,
      arithmetic: variants.report.chosen,
    },
  })
}

function toText(content: unknown): string {
  return `${JSON.stringify(content, undefined, 2)}\n`
}
