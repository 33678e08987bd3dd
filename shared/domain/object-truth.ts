import { z } from 'zod'
import { Box } from './box.ts'
import { Detection, Label } from './detection.ts'
import { Id, Sha256 } from './ids.ts'
import { ModelReference } from './messages.ts'

/** What is on a frame of the test split. */
export const FrameTruth = z.strictObject({
  frame: Sha256,
  camera: Id,
  video: Sha256,
  /** The hour on the site's wall; evaluations of earlier versions do not know it, nor the light. */
  localHour: z.int().min(0).max(23).optional(),
  /** Mean luma of the picture, 0..1. */
  brightness: z.number().min(0).max(1).optional(),
  objects: z.array(z.strictObject({ label: Label, box: Box })),
})
export type FrameTruth = z.infer<typeof FrameTruth>

/** What a model sees on the same frame, down to a confidence of 0.05. */
export const FrameSeen = z.strictObject({ frame: Sha256, inferenceMs: z.number().nonnegative(), detections: z.array(Detection) })
export type FrameSeen = z.infer<typeof FrameSeen>

/** Which model it is that was run: the first line of its detections. */
export const ModelUnderTest = z.strictObject({
  /** With the SHA-256 of the bytes that were run, not with what a row says. */
  model: ModelReference,
  labels: z.array(Label),
  thresholds: z.record(Label, z.number().min(0).max(1)),
})
export type ModelUnderTest = z.infer<typeof ModelUnderTest>

export interface SeenFrames {
  readonly of: ModelUnderTest
  readonly frames: readonly FrameSeen[]
}

/** Held for labels that a model's card says nothing about, as on a device. */
const usualThreshold = 0.4

export function thresholdOf({ thresholds }: Pick<ModelUnderTest, 'thresholds'>, label: string): number {
  return thresholds[label] ?? usualThreshold
}
