import { z } from 'zod'
import { Label } from './detection.ts'
import { Id, Sha256 } from './ids.ts'

const Score = z.number().min(0).max(1)

/** Numbers per class on the data that `metrics.on` names, at the class's threshold. */
export const ClassMetrics = z.strictObject({
  precision: Score,
  recall: Score,
  f1: Score,
  /** Average precision at IoU 0.5. */
  ap50: Score,
  threshold: Score,
  /** Objects of this class in the data. */
  objects: z.int().nonnegative(),
})

/**
 * `model.json`, which lies beside `model.onnx`.
 *
 * `head` says how the output is read:
 * - `grid`: outputs `heat` [N, labels, h, w] (scores 0..1 after the sigmoid) and `box` [N, 4, h, w] =
 *   (cx − (i+½), cy − (j+½), ln(w / 4S), ln(h / 4S)) in cells and pixels of the input, S = stride.
 * - `yolo`: one output [N, 4 + labels, anchors], boxes as centre x, centre y, width, height in pixels of the
 *   input, scores 0..1; what Ultralytics exports for detection.
 */
export const ModelCard = z.strictObject({
  name: Id,
  version: z.string().min(1).max(63),
  /** SHA-256 of model.onnx. */
  digest: Sha256,
  head: z.enum(['grid', 'yolo']),
  input: z.strictObject({
    name: z.string().max(64),
    width: z.int().min(16).max(4096),
    height: z.int().min(16).max(4096),
    type: z.enum(['uint8', 'float32']),
    layout: z.enum(['nchw', 'nhwc']),
    /** value = (byte − mean) / scale, for float32 inputs; a uint8 model scales by itself. */
    mean: z.tuple([z.number(), z.number(), z.number()]).default([0, 0, 0]),
    scale: z.tuple([z.number(), z.number(), z.number()]).default([255, 255, 255]),
    /** `stretch` fills the input; `letterbox` keeps the aspect ratio and pads with grey 114. */
    fit: z.enum(['stretch', 'letterbox']).default('stretch'),
  }),
  stride: z.int().min(1).max(64).default(8),
  labels: z.array(Label).min(1).max(1000),
  /** Least confidence that counts as a detection, by label. */
  thresholds: z.record(Label, Score),
  dataset: z.string().max(200),
  commit: z.string().max(64).optional(),
  licence: z.string().max(200),
  metrics: z.strictObject({ on: z.string().max(200), perClass: z.record(Label, ClassMetrics) }),
  training: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
})
export type ModelCard = z.infer<typeof ModelCard>
