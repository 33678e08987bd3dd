import type { FrameChoice } from './video-engine.ts'

export interface FrameChooser {
  isWanted(index: number, ptsMs: number): boolean
  /** No later frame is wanted: decoding can stop. */
  isDone(): boolean
}

// Presentation times are multiples of odd time bases; a frame that is a microsecond early is on time.
const toleranceMs = 1e-3

/** Decides frame by frame, in presentation order, which of a file's or a camera's frames are wanted. */
export function chooseFrames(choice: FrameChoice): FrameChooser {
  const { everyNth, times, framesPerSecond } = choice
  if (everyNth !== undefined) return { isWanted: (index) => index % everyNth === 0, isDone: () => false }
  if (times !== undefined) return chooseTimes(times)
  if (framesPerSecond !== undefined) return chooseRate(framesPerSecond)
  return { isWanted: () => true, isDone: () => false }
}

function chooseTimes(times: readonly number[]): FrameChooser {
  const waiting = [...times].sort((a, b) => b - a)
  const isWanted = (_: number, ptsMs: number) => {
    let isHit = false
    while (waiting.length > 0 && ptsMs + toleranceMs >= (waiting.at(-1) as number)) {
      waiting.pop()
      isHit = true
    }
    return isHit
  }
  return { isWanted, isDone: () => waiting.length === 0 }
}

function chooseRate(framesPerSecond: number): FrameChooser {
  let lastSlot = Number.NEGATIVE_INFINITY
  const isWanted = (_: number, ptsMs: number) => {
    const slot = Math.floor(((ptsMs + toleranceMs) / 1000) * framesPerSecond)
    if (slot <= lastSlot) return false
    lastSlot = slot
    return true
  }
  return { isWanted, isDone: () => false }
}
