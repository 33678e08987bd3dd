import { crashPoint } from '../crash-point.ts'
import type { Alert } from '../domain/alert.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import type { AcceptedEventOf } from '../domain/decide-event.ts'
import { Fault } from '../domain/faults.ts'
import { type Incident, maxAlertsPerIncident } from '../domain/incident.ts'
import { mergeIncident } from '../domain/merge-incident.ts'
import type { Ports } from '../ports.ts'

// Each round that loses was won by somebody else, so this many losses mean something worse than a crowd.
const maxRounds = 50

/**
 * Stores what messages say about one incident, together with the alerts that it calls for. The alerts hang on the rows
 * of the outbox alone: who won which insert decides nothing, since a lost answer makes one's own row look like another's.
 *
 * @param events About the same incident, one at least, in any order
 */
export async function storeIncident(ports: Ports, events: readonly AcceptedEventOf<'incident'>[]): Promise<void> {
  for (let round = 0; round < maxRounds; round++) {
    const found = await ports.incidents.find(events[0]!.message.incident)
    const stranger = events.find(({ device }) => found !== undefined && device.id !== found.value.device)
    if (stranger !== undefined) throw new Fault('incident-foreign', `device ${stranger.device.id}, incident ${found?.value.id}`)
    const merged = events.reduce<Incident | undefined>(mergeIncident, found?.value)!
    const [{ incident, alerts, failure }] = await Promise.all([planOnce(ports, merged), markChange(ports, found?.value, merged)])
    if (found !== undefined && canonicalJson(found.value) === canonicalJson(incident)) {
      if (failure !== undefined) throw failure
      return wakeAgain(ports, events)
    }
    crashPoint('incident-before-write')
    if (!(await isWritten(ports, incident, found?.version, alerts))) continue
    crashPoint('incident-after-write')
    await wake(ports, alerts)
    if (failure !== undefined) throw failure
    return
  }
  throw new Fault('incident-changed', `Lost ${maxRounds} rounds.`)
}

/** An incident that cannot be planned for is stored all the same: people may at least see it. The error goes on afterwards. */
async function planOnce(ports: Ports, incident: Incident): Promise<{ incident: Incident; alerts: readonly Alert[]; failure?: unknown }> {
  if (incident.intake?.hasPlannedAlerts !== false) return { incident, alerts: [] }
  try {
    const alerts = await ports.planAlerts(incident, ports.clock())
    const planned = { ...incident, intake: { ...incident.intake, hasPlannedAlerts: true } }
    return { incident: planned, alerts: alerts.slice(0, maxAlertsPerIncident) }
  } catch (failure) {
    return { incident, alerts: [], failure }
  }
}

/** Frames are chosen and labelled by when an incident was; what else a camera says of it is nothing to a night. */
async function markChange(ports: Ports, known: Incident | undefined, merged: Incident): Promise<void> {
  if (known !== undefined && known.startedAt === merged.startedAt && known.endedAt === merged.endedAt) return
  await ports.changes.mark({ kind: 'incident', id: merged.id, site: merged.site })
}

async function isWritten(ports: Ports, incident: Incident, version: string | undefined, alerts: readonly Alert[]): Promise<boolean> {
  try {
    await ports.incidents.write({ incident, version, alerts })
    return true
  } catch (error) {
    if (error instanceof Fault && error.code === 'incident-changed') return false
    throw error
  }
}

/** Nothing is new: a message that came twice, or once more after a crash that may have fallen before the wake-up. */
async function wakeAgain(ports: Ports, events: readonly AcceptedEventOf<'incident'>[]): Promise<void> {
  const opening = events.find(({ message }) => message.phase === 'opened')
  if (opening === undefined) return
  const alerts = await ports.incidents.alerts(opening.message.incident)
  await wake(
    ports,
    alerts.filter(({ state }) => state === 'pending'),
  )
}

/** A wake-up that fails is made up for by the sweeper; the incident must not be spilled for it. */
async function wake(ports: Ports, alerts: readonly Alert[]): Promise<void> {
  if (alerts.length === 0) return
  try {
    await ports.alertQueue.wake(alerts)
  } catch (error) {
    if (!(error instanceof Fault && error.kind === 'unavailable')) throw error
  }
}
