import type { Frames } from '../data/load-frames.ts'
import { runDetector } from '../metrics/evaluate-detector.ts'
import { type LabelMetrics, measureLabels } from '../metrics/measure-labels.ts'
import type { Layout } from '../net/layout.ts'
import { calibrate } from './calibrate.ts'
import { writeQuantizedDetector } from './quantized-detector.ts'

export type Arithmetic = 'float' | 'int8'

export interface VariantOptions {
  readonly layout: Layout
  readonly weights: Float32Array
  /** The model with float arithmetic. */
  readonly float: Uint8Array
  /** Frames whose activations say how the int8 model is scaled. */
  readonly training: Frames
  readonly validation: Frames
  readonly thresholds: Readonly<Record<string, number>>
  readonly wanted: 'auto' | Arithmetic
}

export interface VariantFigures {
  readonly bytes: number
  /** Time of one inference on one thread. */
  readonly inferenceMs: number
  /** On the validation frames. */
  readonly perClass: Readonly<Record<string, LabelMetrics>>
}

export interface VariantReport extends Readonly<Record<Arithmetic, VariantFigures>> {
  readonly chosen: Arithmetic
}

export interface Variants {
  readonly chosen: Uint8Array
  readonly report: VariantReport
}

/** Losses of F1 and AP50, in any label, that a model of a quarter of the size and twice the speed is worth. */
const bearableLoss = 0.005

/** Writes the int8 variant, measures both on the validation frames, and takes the one to ship. */
export async function chooseVariant(options: VariantOptions): Promise<Variants> {
  const { layout, weights, training } = options
  const models = {
    float: options.float,
    int8: writeQuantizedDetector(layout, weights, await calibrate(layout, weights, training)),
  }
  const float = await measure(models.float, options)
  const int8 = await measure(models.int8, options)
  const chosen = options.wanted === 'auto' ? chooseArithmetic(float, int8) : options.wanted
  return { chosen: models[chosen], report: { chosen, float, int8 } }
}

/**
 * int8 only if it is as accurate, label by label; without objects to measure on nobody can say so.
 *
 * Its time is reported but decides nothing: the stopwatch of this machine says little about the device's processor, and the
 * same seed must give the same model.
 */
export function chooseArithmetic(float: VariantFigures, int8: VariantFigures): Arithmetic {
  const measured = Object.entries(float.perClass).filter(([, metrics]) => metrics.objects > 0)
  const isAsGood = measured.every(([label, metrics]) => {
    const other = int8.perClass[label]!
    return other.f1 >= metrics.f1 - bearableLoss && other.ap50 >= metrics.ap50 - bearableLoss
  })
  return measured.length > 0 && isAsGood ? 'int8' : 'float'
}

async function measure(model: Uint8Array, { layout, validation, thresholds }: VariantOptions): Promise<VariantFigures> {
  const { perLabel, inferenceMs } = await runDetector(model, layout, validation)
  return { bytes: model.length, inferenceMs, perClass: measureLabels(layout.labels, perLabel, thresholds) }
}
