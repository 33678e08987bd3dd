import { between, chance } from './random.ts'
import { createLine, type LineFrame } from './scene.ts'
import type { LineLabel } from './truth.ts'

export interface SampledFrame extends LineFrame {
  readonly seed: number
  readonly seconds: number
}

export interface SampleOptions {
  readonly seed: number
  readonly count: number
  /** Moments are drawn from this much of the line's time. */
  readonly spanSeconds?: number
  /** Share of the frames that must show what is rare: a hand, a leak or a missing cap, in turns. */
  readonly rareShare?: number
}

const rareLabels: readonly LineLabel[] = ['hand', 'leak', 'bottle-no-cap']

/** Frames of one seed at random moments, with their truth: what a trainer learns from. The same options give the same frames. */
export async function sampleFrames(options: SampleOptions): Promise<SampledFrame[]> {
  const { seed, count, spanSeconds = 3600, rareShare = 0.6 } = options
  const line = await createLine({ seed })
  const frames: SampledFrame[] = []
  let tries = 0
  while (frames.length < count) {
    const wanted = chance(seed, 'rare', frames.length) < rareShare ? rareLabels[frames.length % rareLabels.length] : undefined
    const seconds = between(seed, 'moment', tries++, 0, spanSeconds)
    if (wanted !== undefined && !line.truthAt(seconds).some((object) => object.label === wanted)) continue
    frames.push({ seed, seconds, ...line.draw(seconds) })
  }
  return frames
}
