import type { Clock } from '../domain/clock.ts'

/** So many failures without a success between them, and a service counts as away. */
const failuresInARow = 20

/** Keeps a service that is away from being asked over and over by everybody at once. */
export interface CircuitBreaker {
  /**
   * Whether a call may be made now. While the service is away one call in each pause may, to find out whether it is back;
   * whoever asks meanwhile waits for what becomes of that one.
   */
  admits(): Promise<boolean>
  /** The service answered, be it with a refusal. */
  succeeded(): void
  failed(): void
}

/**
 * @param pauseMs Between two calls that find out. Shorter than the waits of one caller together, so that a caller who
 *   comes when the service is back is never turned away for good
 */
export function createCircuitBreaker(now: Clock, pauseMs: number): CircuitBreaker {
  let failures = 0
  let lastFailureMs = 0
  let probe: PromiseWithResolvers<void> | undefined
  const endProbe = () => {
    probe?.resolve()
    probe = undefined
  }
  return {
    admits: async () => {
      for (;;) {
        if (failures < failuresInARow) return true
        if (probe === undefined) break
        await probe.promise
      }
      if (now().getTime() - lastFailureMs < pauseMs) return false
      probe = Promise.withResolvers()
      return true
    },
    succeeded: () => {
      failures = 0
      endProbe()
    },
    failed: () => {
      failures++
      lastFailureMs = now().getTime()
      endProbe()
    },
  }
}
