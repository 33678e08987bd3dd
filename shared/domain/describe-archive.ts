import type { ArchiveSidecar } from './archive.ts'
import type { Incident } from './incident.ts'
import type { IncidentEntry, VerdictEntry } from './incident-entry.ts'
import type { ModelReference } from './messages.ts'
import type { Recording } from './recording.ts'

export interface ArchiveFacts {
  readonly recording: Recording
  readonly siteName: string
  readonly timeZone: string
  readonly cameraName: string
  readonly models: readonly ModelReference[]
  readonly incidents: readonly { readonly incident: Incident; readonly entries: readonly IncidentEntry[] }[]
}

/** What stands beside an archived video. The same facts give the same sidecar, however they were read. */
export function describeArchive({ recording, siteName, timeZone, cameraName, models, incidents }: ArchiveFacts): ArchiveSidecar {
  const { id, site, device, camera, startedAt, endedAt, receivedAt, path, bytes, sha256, codec, frameRate, width, height } = recording
  return {
    ...{ schema: 1, recording: id, site, siteName, timeZone, device, camera, cameraName, startedAt, endedAt, receivedAt },
    video: { path, bytes, sha256, container: 'video/mp4', codec, frameRate, width, height },
    models: distinct(models),
    incidents: incidents
      .toSorted((a, b) => compare(a.incident.startedAt + a.incident.id, b.incident.startedAt + b.incident.id))
      .map(({ incident, entries }) => describeIncident(incident, entries)),
  }
}

function describeIncident(incident: Incident, entries: readonly IncidentEntry[]): ArchiveSidecar['incidents'][number] {
  const { id, rule, label, severity, startedAt, endedAt, snapshot } = incident
  const verdicts = entries.filter((entry) => entry.kind === 'verdict').map((entry) => describeVerdict(entry, entries))
  return { ...{ id, rule, label, severity, startedAt, verdicts }, ...(endedAt && { endedAt }), ...(snapshot && { snapshot }) }
}

function describeVerdict({ seq, at, who, verdict, reason, comment }: VerdictEntry, entries: readonly IncidentEntry[]) {
  const withdrawnAt = entries.find((entry) => entry.kind === 'withdrawal' && entry.of === seq)?.at
  return { ...{ seq, at, who, verdict }, ...(reason && { reason }), ...(comment && { comment }), ...(withdrawnAt && { withdrawnAt }) }
}

function distinct(models: readonly ModelReference[]): ModelReference[] {
  const byDigest = new Map(models.map((model) => [`${model.name} ${model.version} ${model.digest}`, model]))
  return [...byDigest].sort(([a], [b]) => compare(a, b)).map(([, model]) => model)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
