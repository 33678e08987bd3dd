import type { Detection } from '../../shared/domain/detection.ts'
import type { FaultCode } from '../../shared/domain/faults.ts'
import type { ModelCard } from '../../shared/domain/model-card.ts'
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
  | { readonly kind: 'picture'; readonly id: number; readonly rgb: Uint8Array; readonly width: number; readonly height: number }
  | { readonly kind: 'close' }

export type FromWorker =
  | { readonly kind: 'ready'; readonly runtime: Runtime }
  | { readonly kind: 'detections'; readonly id: number; readonly detections: readonly Detection[]; readonly inferenceMs: number }
  | { readonly kind: 'failed'; readonly id: number | undefined; readonly code: FaultCode; readonly detail: string }
