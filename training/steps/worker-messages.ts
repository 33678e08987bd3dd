import type { Frames } from '../data/load-frames.ts'
import type { Layout } from '../net/layout.ts'
import type { ExchangeMemory } from './exchange.ts'

/** What a training worker is started with. */
export interface WorkerStart {
  readonly layout: Layout
  readonly frames: Frames
  readonly drawWeights: readonly number[]
  readonly seed: number
  /** Number of this worker, from 0. */
  readonly worker: number
  /** Images per step of this worker. */
  readonly batch: number
  readonly memory: ExchangeMemory
}

export type ToWorker =
  /** Runs steps that are forgotten again, to see how long one takes. */
  | { readonly kind: 'measure'; readonly steps: number }
  | { readonly kind: 'train'; readonly steps: number; readonly evaluateEvery: number }
  /** The answer to `evaluate`. */
  | { readonly kind: 'go-on'; readonly isLast: boolean }
  | { readonly kind: 'close' }

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'measured'; readonly secondsPerStep: number }
  | { readonly kind: 'progress'; readonly step: number; readonly heatLoss: number; readonly boxLoss: number; readonly rate: number }
  /** The worker waits; all workers send the same average. */
  | { readonly kind: 'evaluate'; readonly step: number; readonly average: Float32Array }
