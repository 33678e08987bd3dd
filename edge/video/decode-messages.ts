import type { FaultCode } from '../../shared/domain/faults.ts'
import type { DecodeOptions, PictureSize, StreamInfo, VideoSource } from './video-engine.ts'

/** The one line that the decoding process reads from its input; it ends when that input ends. */
export type DecodeRequest =
  | { readonly kind: 'file'; readonly file: string; readonly options: DecodeOptions }
  | { readonly kind: 'stream'; readonly source: VideoSource; readonly picture: PictureSize; readonly framesPerSecond: number }

/** Heads of the records that it writes. */
export type DecodeHead =
  | ({ readonly kind: 'start' } & Omit<StreamInfo, 'description'>)
  | {
      readonly kind: 'packet'
      readonly ptsMs: number
      readonly durationMs: number
      readonly isKey: boolean
      readonly takenAtMs?: number | undefined
    }
  | { readonly kind: 'frame'; readonly index: number; readonly ptsMs: number; readonly width: number; readonly height: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly code: FaultCode; readonly detail: string }
