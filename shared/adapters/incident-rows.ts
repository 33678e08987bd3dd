import type { Alert } from '../domain/alert.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { Incident } from '../domain/incident.ts'
import type { IncidentEntry } from '../domain/incident-entry.ts'
import { dayOf, joinKey, newestFirst, oldestFirst } from '../domain/keys.ts'
import type { AlertReference } from '../ports.ts'
import type { Row } from './table-rows.ts'

/** Where an incident lies. Decided once, when it is first heard of: everything that belongs to it shares the partition. */
export interface IncidentPlace {
  readonly partition: string
  readonly row: string
}

export function placeOf({ id, site, startedAt }: Pick<Incident, 'id' | 'site' | 'startedAt'>): IncidentPlace {
  return { partition: incidentPartition(site, dayOf(startedAt)), row: joinKey('i', newestFirst(startedAt), id) }
}

export function incidentPartition(site: Id, day: string): string {
  return joinKey(site, day)
}

/** The columns beside `data` are there for filters alone. */
export function incidentRow(incident: Incident, { partition, row }: IncidentPlace): Row {
  const { camera, rule, label, severity, phase, state, verdict = 'none' } = incident
  return {
    partitionKey: partition,
    rowKey: row,
    columns: { camera, rule, label, severity, phase, state, verdict, data: canonicalJson(incident) },
  }
}

export function alertRow(alert: Alert, partition: string): Row {
  return {
    partitionKey: partition,
    rowKey: joinKey('o', alert.incident, alert.id),
    columns: { state: alert.state, data: canonicalJson(alert) },
  }
}

export function entryRow(incident: Id, entry: IncidentEntry, partition: string): Row {
  return {
    partitionKey: partition,
    rowKey: joinKey('e', incident, String(entry.seq).padStart(8, '0')),
    columns: { kind: entry.kind, data: canonicalJson(entry) },
  }
}

/** An alert that is not yet final, oldest first. Written before the alert itself, removed after it became final. */
export function pendingRow({ incident, alert, createdAt }: AlertReference & { createdAt: Instant }): Row {
  return {
    partitionKey: 'pending',
    rowKey: joinKey(oldestFirst(createdAt), incident, alert),
    columns: { incident, alert, createdAt },
  }
}

export function dataOf<T>(row: Row): T {
  return JSON.parse(String(row.columns['data']))
}
