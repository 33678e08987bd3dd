import type { TimerHandler } from '@azure/functions'
import type { Ports } from '../../shared/ports.ts'

const keptMs = 2 * 86_400_000

/** Every hour: what instances counted of themselves, older than the monitors look back. */
export function serveRetainTallies({ tallies, clock }: Ports): TimerHandler {
  return () => tallies.forget(new Date(clock().getTime() - keptMs).toISOString())
}
