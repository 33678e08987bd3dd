import type { Detection } from '../domain/detection.ts'
import type { FaultCode } from '../domain/faults.ts'
import type { ModelCard } from '../domain/model-card.ts'
import type { Thresholds } from './head-reader.ts'
import type { Runtime } from './open-session.ts'

/** What the inference worker is started with. */
export interface WorkerStart {
  readonly card: ModelCard
  readonly bytes: Uint8Array
  readonly threads: number
  readonly runtime: Runtime | undefined
  readonly thresholds: Thresholds
}

export type ToWorker =
  | {
      readonly kind: 'picture'
      readonly id: number
      readonly rgb: Uint8Array
      readonly width: number
      readonly height: number
      /** Holds for every label of this picture, instead of the thresholds that the worker was started with. */
      readonly threshold: number | undefined
    }
  | { readonly kind: 'close' }

export type FromWorker =
  | { readonly kind: 'ready'; readonly runtime: Runtime }
  | { readonly kind: 'detections'; readonly id: number; readonly detections: readonly Detection[]; readonly inferenceMs: number }
  | { readonly kind: 'failed'; readonly id: number | undefined; readonly code: FaultCode; readonly detail: string }
