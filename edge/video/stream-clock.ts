/** Tells when a picture was taken, from when packets arrive: cameras count from a time of their own. */
export interface StreamClock {
  /** A packet with this presentation time has come. */
  note(ptsMs: number, arrivedAtMs: number): void
  /** Milliseconds since 1970. */
  toWallMs(ptsMs: number): number
}

/** A packet that is later than this is not late: the stream stood still, or one of the clocks was set. */
const maxLatenessMs = 2000

/** The packet that came soonest after its time shows the offset of the two clocks best: lateness is the network's, never the camera's. */
export function createStreamClock(): StreamClock {
  let offsetMs: number | undefined
  return {
    note: (ptsMs, arrivedAtMs) => {
      const seenMs = arrivedAtMs - ptsMs
      if (offsetMs === undefined || seenMs < offsetMs || seenMs > offsetMs + maxLatenessMs) offsetMs = seenMs
    },
    toWallMs: (ptsMs) => ptsMs + (offsetMs ?? 0),
  }
}
