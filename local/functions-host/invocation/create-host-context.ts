import type { HostContext, Outcome } from './host-context.ts'
import { invoke } from './invoke.ts'

export interface HostControl {
  readonly host: HostContext
  /** From now on listeners take nothing new. */
  beginStop(): void
  /** Resolves when no invocation runs any more. */
  stopped(): Promise<void>
}

export function createHostContext(parts: Omit<HostContext, 'stopping' | 'invoke'>): HostControl {
  const stopping = new AbortController()
  const running = new Set<Promise<Outcome>>()
  const host: HostContext = {
    ...parts,
    stopping: stopping.signal,
    invoke: (fn, call, reason, retryContext) => {
      const outcome = invoke(fn, call, reason, host, { retryContext })
      running.add(outcome)
      void outcome.then(() => running.delete(outcome))
      return outcome
    },
  }
  return {
    host,
    beginStop: () => stopping.abort(),
    stopped: async () => {
      await Promise.all(running)
    },
  }
}
