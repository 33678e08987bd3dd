import { setTimeout as wait } from 'node:timers/promises'
import type { RetryContext, RetryOptions } from '../app/core-types.ts'
import type { Outcome } from './host-context.ts'

/**
 * Runs a function under its retry policy. The counter lives in memory, as in Azure.
 *
 * @returns the last outcome, or undefined when the host began to stop between two tries: then nothing may be
 * acknowledged, the next start delivers again.
 */
export async function runWithRetries(
  options: RetryOptions | undefined,
  run: (context: RetryContext | undefined) => Promise<Outcome>,
  stopping: AbortSignal,
): Promise<Outcome | undefined> {
  const maxRetryCount = options?.maxRetryCount ?? 0
  let outcome = await run(undefined)
  for (let retryCount = 1; !outcome.isSuccess && options !== undefined; retryCount++) {
    // -1 is for ever.
    if (maxRetryCount !== -1 && retryCount > maxRetryCount) break
    await wait(retryDelayMilliseconds(options, retryCount), undefined, { signal: stopping }).catch(() => {})
    if (stopping.aborted) return undefined
    const { message, stack } = outcome.error instanceof Error ? outcome.error : new Error(String(outcome.error))
    outcome = await run({ retryCount, maxRetryCount, exception: { message, source: '', stackTrace: stack ?? '' } })
  }
  return outcome
}

/** Fixed, or doubled from try to try between the policy's minimum and maximum; the default bounds are Azure's. */
export function retryDelayMilliseconds(options: RetryOptions, retryCount: number): number {
  if (options.retryStrategy !== 'exponentialBackoff') return (options.delayInterval?.seconds ?? 0) * 1000
  const minimum = options.minimumInterval?.seconds ?? 4
  const maximum = options.maximumInterval?.seconds ?? 900
  // 2^31 seconds are beyond any maximum; without the bound an endless policy would reach Infinity.
  return Math.min(minimum * 2 ** Math.min(retryCount - 1, 31), maximum) * 1000
}
