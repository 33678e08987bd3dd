import type { Detection } from '../../shared/domain/detection.ts'
import type { ModelReference } from '../../shared/domain/messages.ts'
import type { ModelCard } from '../../shared/domain/model-card.ts'
import type { Inference, Picture } from '../../shared/vision/detector.ts'
import { decodeImage } from './decode-image.ts'

export interface Score {
  readonly model: ModelReference
  /** Of the picture as it is looked at, upright. */
  readonly width: number
  readonly height: number
  readonly inferenceMs: number
  readonly detections: readonly Detection[]
}

export type Scored =
  | { readonly kind: 'scored'; readonly score: Omit<Score, 'model'> }
  | { readonly kind: 'refused'; readonly status: 400 | 413 | 415; readonly detail: string }

export const statusOf = { 'unknown-type': 415, 'too-large': 413, broken: 400 } as const

/** Rejects when the model does not answer. */
export async function scorePicture(
  bytes: Buffer,
  input: ModelCard['input'] | undefined,
  infer: (picture: Picture) => Promise<Inference>,
): Promise<Scored> {
  const decoded = await decodeImage(bytes, input)
  if (decoded.kind !== 'picture') return { kind: 'refused', status: statusOf[decoded.kind], detail: decoded.detail }
  const { detections, inferenceMs } = await infer(decoded.picture)
  const { width, height } = decoded
  return { kind: 'scored', score: { width, height, inferenceMs, detections } }
}
