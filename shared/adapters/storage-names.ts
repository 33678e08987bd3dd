/** Every table, container and queue of the product, with what it holds. docs/storage.md describes the same ones. */
export const tableNames = [
  'AlertLimits',
  'Audit',
  'Fleet',
  'MissedObjects',
  'People',
  'Incidents',
  'IncidentIndex',
  'PendingAlerts',
  'Inferences',
  'Recordings',
  'RecordingIndex',
  'Devices',
  'Quarantine',
  'Rosters',
] as const

export const containerNames = ['uploads', 'raw-video', 'snapshots', 'raw-messages', 'quarantine', 'spill'] as const

export const queueNames = ['alerts-critical', 'alerts', 'uploads'] as const

export type TableName = (typeof tableNames)[number]
export type ContainerName = (typeof containerNames)[number]
export type QueueName = (typeof queueNames)[number]
