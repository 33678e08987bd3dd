import type { Clock } from '../../shared/domain/clock.ts'

export interface VirtualClock {
  readonly now: Clock
  advance(ms: number): void
  set(instant: string): void
  /** Moves the clock instead of waiting: for retries that would sleep. */
  readonly sleep: (ms: number) => Promise<void>
}

/** A clock that stands still until the test moves it. */
export function createVirtualClock(start = '2026-11-20T08:00:00.000Z'): VirtualClock {
  let time = Date.parse(start)
  return {
    now: () => new Date(time),
    advance: (ms) => {
      time += ms
    },
    set: (instant) => {
      time = Date.parse(instant)
    },
    sleep: async (ms) => {
      time += ms
    },
  }
}
