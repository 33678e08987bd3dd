import { isPlain } from './direct-context.ts'
import type { HostContext, Outcome } from './host-context.ts'
import { invoke } from './invoke.ts'
import { invokeBatch } from './invoke-batch.ts'
import type { LibraryClasses } from './library-classes.ts'

export interface HostControl {
  readonly host: HostContext
  /** From now on listeners take nothing new. */
  beginStop(): void
  /** Resolves when no invocation runs any more. */
  stopped(): Promise<void>
}

/** @param classes of the app's library, for the short way to handlers; undefined = always the library's model. */
export function createHostContext(
  parts: Omit<HostContext, 'stopping' | 'invoke' | 'atEnd'>,
  classes: LibraryClasses | undefined,
): HostControl {
  const stopping = new AbortController()
  const running = new Set<Promise<Outcome>>()
  const closers: Parameters<HostContext['atEnd']>[0][] = []
  const host: HostContext = {
    ...parts,
    stopping: stopping.signal,
    atEnd: (close) => void closers.push(close),
    invoke: (fn, call, reason, retryContext) => {
      const outcome =
        classes !== undefined && call.batch !== undefined && isPlain(fn, parts.registry)
          ? invokeBatch(classes, fn, call.batch, reason, host, retryContext)
          : invoke(fn, call, reason, host, { retryContext, onResult: call.onResult })
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
      for (const close of closers) await close()
    },
  }
}
