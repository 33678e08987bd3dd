import type { Frames } from '../data/load-frames.ts'
import { runDetector } from '../metrics/evaluate-detector.ts'
import { meanOver, measureLabels } from '../metrics/measure-labels.ts'
import type { Layout } from '../net/layout.ts'

export interface VariantOptions {
  readonly layout: Layout
  readonly weights: Float32Array
  /** The model with float arithmetic. */
  readonly float: Uint8Array
  /** Frames whose activations say how the int8 model is scaled. */
  readonly training: Frames
  readonly validation: Frames
  readonly thresholds: Readonly<Record<string, number>>
  readonly wanted: 'auto' | 'float' | 'int8'
}

export interface Variants {
  readonly chosen: Uint8Array
  readonly report: VariantReport
}

export interface VariantReport {
  readonly chosen: 'float' | 'int8'
  readonly float: VariantFigures
}

export interface VariantFigures {
  readonly bytes: number
  readonly inferenceMs: number
  readonly f1: number | undefined
  readonly ap50: number | undefined
}

export async function chooseVariant({ layout, float, validation, thresholds }: VariantOptions): Promise<Variants> {
  const { perLabel, inferenceMs } = await runDetector(float, layout, validation)
  const metrics = measureLabels(layout.labels, perLabel, thresholds)
  const figures = { bytes: float.length, inferenceMs, f1: meanOver(metrics, 'f1'), ap50: meanOver(metrics, 'ap50') }
  return { chosen: float, report: { chosen: 'float', float: figures } }
}
