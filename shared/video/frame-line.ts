import type { Readable } from 'node:stream'

/** As many frames wait for whoever takes them; the rest waits in the pipe, and the decoder with it. */
const mostWaiting = 8

export interface FrameLine<Frame> {
  add(frame: Frame): void
  /** Resolves when all were taken; rejects with what taking one threw. */
  drained(): Promise<void>
  /** Waits for the taker, not for the decoder. */
  readonly isHeldUp: boolean
}

/** Hands frames over one after the other and slows the pipe that they come from down to the pace of the taker. */
export function createFrameLine<Frame>(pipe: Readable, take: (frame: Frame) => Promise<void>, onFailure: () => void): FrameLine<Frame> {
  let waiting = 0
  let failure: { error: unknown } | undefined
  let last: Promise<void> = Promise.resolve()
  return {
    add: (frame) => {
      waiting++
      if (waiting >= mostWaiting) pipe.pause()
      last = last.then(async () => {
        try {
          if (failure === undefined) await take(frame)
        } catch (error) {
          failure = { error }
          onFailure()
        }
        waiting--
        if (pipe.isPaused()) pipe.resume()
      })
    },
    drained: async () => {
      await last
      if (failure !== undefined) throw failure.error
    },
    get isHeldUp() {
      return waiting > 0
    },
  }
}
