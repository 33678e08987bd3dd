import { type Alert, dueAt, isFinal } from '../domain/alert.ts'
import { severities } from '../domain/rule.ts'
import type { AlertOutbox, PendingAlert } from '../ports.ts'
import { type DispatchOutcome, type DispatchPorts, dispatchAlert } from './dispatch-alert.ts'

const maxLookedAt = 1_000
/** After an outage hundreds wait, and each takes a call to the provider. */
const lanes = 4
/** The queue wakes a dispatcher by itself; what is younger is on its way. */
const patienceMs = 15_000
/** A row that was announced but is not there by then was never written. */
const neverWrittenMs = 5 * 60_000

/**
 * Takes over what no dispatcher finished: a wake-up that was lost, a claim whose holder died. Most urgent first.
 * Dispatches by itself instead of waking: the queue may be what is broken.
 *
 * @throws AggregateError when some could not be dispatched; the others were
 */
export async function sweepAlerts(ports: DispatchPorts): Promise<Readonly<Record<string, DispatchOutcome>>> {
  const now = ports.clock().getTime()
  const outcomes: Record<string, DispatchOutcome> = {}
  const failures: unknown[] = []
  const overdue = (await findOverdue(ports.outbox, now - patienceMs, now)).values()
  const sweep = async () => {
    for (const { id, incident } of overdue) {
      try {
        outcomes[id] = await dispatchAlert(ports, { incident, alert: id })
      } catch (error) {
        // One row that fails must not keep the others from going out.
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: lanes }, sweep))
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} alerts could not be dispatched.`)
  return outcomes
}

/** Alerts that were due before `dueBeforeMs` and are not final, most urgent first, then the oldest. Tidies the list on the way. */
export async function findOverdue(outbox: AlertOutbox, dueBeforeMs: number, nowMs: number): Promise<readonly Alert[]> {
  const overdue: Alert[] = []
  for (const pending of await outbox.pending(maxLookedAt)) {
    if (Date.parse(pending.createdAt) > dueBeforeMs) continue
    const alert = (await outbox.find(pending))?.value
    if (isLeftOver(pending, alert, nowMs)) await outbox.forget(pending)
    else if (alert !== undefined && !isFinal(alert) && Date.parse(dueAt(alert)) <= dueBeforeMs) overdue.push(alert)
  }
  return overdue.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || dueAt(a).localeCompare(dueAt(b)))
}

function isLeftOver(pending: PendingAlert, alert: Alert | undefined, nowMs: number): boolean {
  return alert === undefined ? Date.parse(pending.createdAt) < nowMs - neverWrittenMs : isFinal(alert)
}
