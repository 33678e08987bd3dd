import { setTimeout as sleep } from 'node:timers/promises'

/** So many calls within so long. */
export interface Quota {
  readonly count: number
  readonly perMs: number
}

/** Makes a call as soon as the quota lets it, in the order in which calls came. */
export type Pace = <T>(call: () => Promise<T>) => Promise<T>

/**
 * A service counts a call when it arrives, somewhere between its start and its end. So a place is free again only so
 * long after the call that had it has ended: within any stretch of that length the service sees no more than `count`,
 * however slow the network is.
 */
export function createPace({ count, perMs }: Quota): Pace {
  let underWay = 0
  let onEnd = () => {}
  const ends: number[] = []
  let queue = Promise.resolve()

  const place = async () => {
    for (;;) {
      const now = performance.now()
      while (ends.length > 0 && ends[0]! + perMs <= now) ends.shift()
      if (underWay + ends.length < count) return
      if (ends.length > 0) await sleep(Math.ceil(ends[0]! + perMs - now))
      else await new Promise<void>((resolve) => (onEnd = resolve))
    }
  }

  return async (call) => {
    const mine = queue.then(async () => {
      await place()
      underWay++
    })
    queue = mine
    await mine
    try {
      return await call()
    } finally {
      underWay--
      ends.push(performance.now())
      onEnd()
    }
  }
}
