/** Every table, container and queue of the product, with what it holds. docs/storage.md describes the same ones. */
export const tableNames = [
  'AlertLimits',
  'Audit',
  'Changes',
  'ComplianceDecisions',
  'ComplianceItems',
  'CompliancePolicies',
  'Fleet',
  'FrameEdits',
  'Frames',
  'LabelTasks',
  'LabelerQuality',
  'MissedObjects',
  'Nights',
  'Notices',
  'People',
  'Incidents',
  'IncidentIndex',
  'PendingAlerts',
  'Inferences',
  'Insights',
  'InsightHours',
  'IntakeChanges',
  'Recordings',
  'RecordingIndex',
  'RecordingWork',
  'LegalHolds',
  'Devices',
  'Quarantine',
  'Rosters',
  'Datasets',
  'Exports',
  'Imports',
  'Runs',
  'Models',
  'Monitors',
  'Approvals',
  'Releases',
  'Rollouts',
  'RolloutDevices',
  'HealthHistory',
  'Quality',
  'Scores',
] as const

export const containerNames = [
  'uploads',
  'raw-video',
  'archive',
  'clips',
  'evidence',
  'audit',
  'snapshots',
  'raw-messages',
  'quarantine',
  'spill',
  'ml-data',
  'exports',
  'imports',
  'models',
  'evaluations',
  'insights',
  'quality',
  'compliant',
  'anomalies',
] as const

export const queueNames = ['alerts-critical', 'alerts', 'uploads', 'compliance'] as const

export type TableName = (typeof tableNames)[number]
/** `training` lies in the account beside the trainer. */
export type ContainerName = (typeof containerNames)[number] | 'training'
export type QueueName = (typeof queueNames)[number]
/** Made by the host of the functions when a message has failed as often as it may. */
export type PoisonQueueName = `${QueueName}-poison`
