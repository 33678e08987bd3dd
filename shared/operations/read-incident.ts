import type { Alert } from '../domain/alert.ts'
import { standingVerdict } from '../domain/decide.ts'
import type { Id } from '../domain/ids.ts'
import type { Incident } from '../domain/incident.ts'
import type { IncidentEntry } from '../domain/incident-entry.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { findIncident } from './find-incident.ts'

export interface IncidentDetail {
  readonly incident: Incident
  readonly entries: readonly IncidentEntry[]
  /** `seq` of the verdict that counts. */
  readonly standingVerdict: number | undefined
  /** Who was told, over which channel, and what became of it. */
  readonly alerts: readonly Pick<Alert, 'recipient' | 'channel' | 'kind' | 'state' | 'attempts' | 'createdAt' | 'firstSentAt' | 'reason'>[]
  readonly version: string
}

/** Everything that a person needs to judge an incident, and what others did about it. */
export async function readIncident(ports: Pick<Ports, 'incidents'>, person: Principal, id: Id): Promise<IncidentDetail> {
  const { value: incident, version } = await findIncident(ports, person, id)
  const [entries, alerts] = await Promise.all([ports.incidents.entries(id), ports.incidents.alerts(id)])
  return {
    incident,
    entries,
    standingVerdict: standingVerdict(entries)?.seq,
    alerts: alerts.map(({ recipient, channel, kind, state, attempts, createdAt, firstSentAt, reason }) => ({
      ...{ recipient, channel, kind, state, attempts, createdAt, firstSentAt, reason },
    })),
    version,
  }
}
