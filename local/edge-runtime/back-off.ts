export interface BackOffLimits {
  /** Wait before the first restart; doubled by each further one. */
  readonly firstMs: number
  readonly mostMs: number
  /** A run of this length was a good one: the next wait is the first again. */
  readonly forgetAfterMs: number
}

/** Quicker than IoT Edge (which begins with 10 s and goes up to 5 min), because somebody is watching. */
export const laptopBackOff: BackOffLimits = { firstMs: 1000, mostMs: 60_000, forgetAfterMs: 60_000 }

/** How long to wait before the next start, given how long each run lasted. */
export function createBackOff(limits: BackOffLimits): (ranMs: number) => number {
  let next = limits.firstMs
  return (ranMs) => {
    if (ranMs >= limits.forgetAfterMs) next = limits.firstMs
    const wait = next
    next = Math.min(limits.mostMs, next * 2)
    return wait
  }
}
