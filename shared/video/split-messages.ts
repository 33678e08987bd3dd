import type { SplitFrame } from '../ports/night.ts'

/** One line on the input of the decoding process: what it is to take out of which file. */
export interface SplitTask {
  readonly file: string
  /** In ms after the first frame, ascending; the first frame at or after each. */
  readonly times: readonly number[]
  /** The first key frame at or after each. */
  readonly keyframeTimes: readonly number[]
  readonly jpegQscale: number
  /** Clockwise, as people see it. */
  readonly rotation: 0 | 90 | 180 | 270
}

/** Heads of the records that it writes; the bytes of a frame are its JPEG. */
export type SplitHead =
  | ({ readonly kind: 'frame' } & Omit<SplitFrame, 'jpeg'>)
  | { readonly kind: 'end'; readonly wanted: number; readonly sent: number; readonly problem: string | undefined; readonly decoder: string }
