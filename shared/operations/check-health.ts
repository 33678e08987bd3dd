import type { Ports } from '../ports.ts'
import { type AlertHealth, checkAlerts } from './check-alerts.ts'
import { type ClockHealth, checkClock } from './check-clock.ts'

export interface Health {
  readonly state: 'ok' | 'degraded'
  readonly alerts: AlertHealth
  readonly clock: ClockHealth
  /** `isWaiting`: storage was away, and what came meanwhile has not been taken in yet. */
  readonly spill: { readonly state: 'ok' | 'degraded'; readonly isWaiting: boolean }
}

/** Whether the service does what people rely on, asked of the parts that fail silently. */
export async function checkHealth(ports: Pick<Ports, 'outbox' | 'clock' | 'storageTime' | 'spill'>): Promise<Health> {
  const [alerts, clock, spilled] = await Promise.all([checkAlerts(ports), checkClock(ports), ports.spill.list(1)])
  const isWaiting = spilled.length > 0
  const spill = { state: isWaiting ? 'degraded' : 'ok', isWaiting } as const
  const isOk = [alerts, clock, spill].every(({ state }) => state === 'ok')
  return { state: isOk ? 'ok' : 'degraded', alerts, clock, spill }
}
