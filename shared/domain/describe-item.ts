import type { ComplianceFacts } from './compliance-facts.ts'
import type { LeavingField } from './compliance-policy.ts'
import type { Detection } from './detection.ts'
import type { Id, Instant } from './ids.ts'
import type { Incident } from './incident.ts'
import type { InferenceMessage, ScoreMessage } from './messages.ts'
import type { ReportedAnomaly } from './reported-anomaly.ts'

/** What stands behind an item, read from where it was stored. */
export type ItemSource =
  | { readonly kind: 'inferences'; readonly at: Instant; readonly camera: Id; readonly messages: readonly InferenceMessage[] }
  | { readonly kind: 'incident'; readonly incident: Incident }
  | {
      readonly kind: 'snapshot'
      readonly at: Instant
      readonly camera: Id
      readonly jpeg: Uint8Array
      readonly sightings: PictureSightings
    }
  | { readonly kind: 'score'; readonly at: Instant; readonly message: ScoreMessage }
  | { readonly kind: 'anomaly'; readonly anomaly: ReportedAnomaly }

/** What is known about a picture. */
export interface PictureSightings {
  /** Undefined where it is no picture that can be read. */
  readonly size: { readonly width: number; readonly height: number } | undefined
  readonly modelLabels: readonly string[] | undefined
  readonly wasLookedAt: boolean
  /** Of the frames around it. */
  readonly detections: readonly Detection[]
}

/** What a policy can ask about it. Says the same for the same source, whatever the policy is. */
export function describeItem(source: ItemSource): ComplianceFacts {
  switch (source.kind) {
    case 'inferences': {
      const frames = source.messages.flatMap((message) => message.frames)
      const detections = frames.flatMap((frame) => frame.detections)
      const present: LeavingField[] = ['camera', 'device', 'model', 'size', 'timing', ...fieldsOf(detections)]
      return {
        ...{ kind: source.kind, at: source.at, cameras: [source.camera], confidence: surest(detections) },
        ...{ seen: countSeen(frames.map((frame) => frame.detections)), fields: present },
      }
    }
    case 'incident': {
      const { startedAt: at, camera, rule, severity, label, peak } = source.incident
      return {
        ...{ kind: source.kind, at, cameras: [camera], rule, severity, confidence: peak.detection.confidence },
        seen: [{ labels: sortedLabels([label, peak.detection.label]), frames: 1 }],
        fields: ['camera', 'device', 'rule', 'severity', 'model', 'timing', ...fieldsOf([peak.detection])],
      }
    }
    case 'snapshot': {
      const { size, modelLabels, wasLookedAt, detections } = source.sightings
      return {
        ...{ kind: source.kind, at: source.at, cameras: [source.camera], confidence: surest(detections) },
        ...{ seen: countSeen([detections]), fields: [] },
        ...(size === undefined ? { problem: 'picture-unreadable' } : { picture: { ...size, modelLabels, wasLookedAt } }),
      }
    }
    case 'score': {
      const { camera, detections } = source.message
      return {
        ...{ kind: source.kind, at: source.at, cameras: camera === undefined ? [] : [camera], confidence: surest(detections) },
        seen: countSeen([detections]),
        fields: [...(camera === undefined ? [] : (['camera'] as const)), 'device', 'model', 'size', 'timing', ...fieldsOf(detections)],
      }
    }
    case 'anomaly': {
      const { at, cameras, rule, label } = source.anomaly
      const fields: LeavingField[] = []
      if (cameras.length > 0) fields.push('camera')
      if (rule !== undefined) fields.push('rule')
      if (label !== undefined) fields.push('label')
      return { kind: source.kind, at, cameras, rule, seen: [{ labels: label === undefined ? [] : [label], frames: 1 }], fields }
    }
  }
}

/** Frames with the same labels are one entry; the order is that of the labels. */
function countSeen(frames: readonly (readonly Detection[])[]): ComplianceFacts['seen'] {
  const counts = new Map<string, { labels: string[]; frames: number }>()
  for (const detections of frames) {
    const labels = sortedLabels(detections.map(({ label }) => label))
    const key = JSON.stringify(labels)
    counts.set(key, { labels, frames: (counts.get(key)?.frames ?? 0) + 1 })
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry)
}

const sortedLabels = (labels: readonly string[]) => [...new Set(labels)].sort()

function surest(detections: readonly Detection[]): number | undefined {
  return detections.length === 0 ? undefined : detections.reduce((most, { confidence }) => Math.max(most, confidence), 0)
}

function fieldsOf(detections: readonly Detection[]): LeavingField[] {
  if (detections.length === 0) return []
  return ['label', 'confidence', 'box', ...(detections.some(({ track }) => track !== undefined) ? (['track'] as const) : [])]
}
