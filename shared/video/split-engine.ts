import type { SplitFrame } from '../ports/night.ts'
import type { SplitTask } from './split-messages.ts'

export interface EngineEnd {
  readonly wanted: number
  readonly sent: number
  /** What was wrong with the file, where something was. */
  readonly problem: string | undefined
  readonly decoder: string
}

/** What a file may cost. */
export interface Budget {
  readonly cpuSeconds: number
  readonly rssBytes: number
  /** Without a sign of life for so long the decoder is ended; waiting for whoever takes the frames does not count. */
  readonly stallMs: number
}

/**
 * Decodes in a process of its own. Ends by `problem` for whatever a file can do, a crash of the decoder as well.
 *
 * @throws Fault `video-engine-missing`; `video-lost` where the process was killed from outside, which says nothing about the file
 */
export interface SplitEngine {
  split(task: SplitTask, budget: Budget, onFrame: (frame: SplitFrame) => Promise<void>): Promise<EngineEnd>
  close(): Promise<void>
}

/** By what the file claims, which was checked before. */
export function budgetOf({ frames, width, height }: { frames: number; width: number; height: number }): Budget {
  const megapixels = (width * height) / 1e6
  return {
    // Ten times what the slowest machine that we know takes.
    cpuSeconds: 30 + frames * (0.01 + 0.05 * megapixels),
    // 20 pictures as references and on their way, 12 bits a pixel.
    rssBytes: 384e6 + width * height * 1.5 * 20,
    stallMs: 60_000 + frames * 10,
  }
}
