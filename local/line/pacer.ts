export interface Pacer {
  stop(): void
}

/** Calls for frame 0, 1, 2 … at the rate of a camera. Where the machine is too slow, frames are left out, never late. */
export function createPacer(framesPerSecond: number, onFrame: (frame: number) => void): Pacer {
  const start = performance.now()
  let last = -1
  let timer: NodeJS.Timeout
  const tick = () => {
    // A timer may fire a little early; a frame must never be drawn twice.
    const frame = Math.max(last + 1, Math.floor(((performance.now() - start) * framesPerSecond) / 1000))
    last = frame
    onFrame(frame)
    timer = setTimeout(tick, Math.max(0, start + ((frame + 1) * 1000) / framesPerSecond - performance.now()))
  }
  timer = setTimeout(tick, 0)
  return { stop: () => clearTimeout(timer) }
}
