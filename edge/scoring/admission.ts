import { availableParallelism } from 'node:os'

/** How much may be under way at once, and in whose turn it is. */
export interface Admission {
  readonly underWay: number
  /** False when there is no room: come again after `retryAfterSeconds`. */
  enter(places: number): boolean
  /** Gives places back, all of a request or those that it turned out not to need. */
  leave(places: number): void
  /** From coming in to the answer, for one picture. */
  took(ms: number): void
  readonly retryAfterSeconds: number
  /** Runs the work when there is room for its pixels. */
  withPixels<T>(work: () => Promise<T>): Promise<T>
  /** Runs the work when fewer than two others are with the model. */
  atModel<T>(work: () => Promise<T>): Promise<T>
}

/** One that it works on, and the next: a camera's picture never waits behind more, however many programs ask. */
const mostAtModel = 2

/**
 * Pictures are decoded side by side, on all cores but the model's: more decoders would only slow it down. What waits holds no
 * pixels.
 */
export function createAdmission(maxUnderWay: number): Admission {
  let underWay = 0
  // What has been seen last counts most.
  let meanMs = 50
  return {
    get underWay() {
      return underWay
    },
    get retryAfterSeconds() {
      return Math.max(1, Math.ceil((underWay * meanMs) / 1000))
    },
    enter(places) {
      // One request alone is always taken, else the largest would never get in.
      if (underWay > 0 && underWay + places > maxUnderWay) return false
      underWay += places
      return true
    },
    leave(places) {
      underWay -= places
    },
    took(ms) {
      meanMs += (ms - meanMs) / 8
    },
    withPixels: turns(mostAtModel + Math.max(1, availableParallelism() - 1)),
    atModel: turns(mostAtModel),
  }
}

/** Lets so many in at once, the others in the order of asking. */
function turns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let inside = 0
  return async (work) => {
    if (inside >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    else inside++
    try {
      return await work()
    } finally {
      // The place goes to the next one, or is free.
      const next = waiting.shift()
      if (next === undefined) inside--
      else next()
    }
  }
}
