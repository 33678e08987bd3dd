import { createHash } from 'node:crypto'
import type { Detection } from '../../../shared/domain/detection.ts'
import type { Frame, FrameManifest } from '../../../shared/domain/frame.ts'
import type { LabelFacts } from '../../../shared/domain/frame-facts.ts'
import type { FrameEdit } from '../../../shared/domain/frame-labels.ts'
import type { JudgedIncident } from '../../../shared/domain/incident-claim.ts'
import type { IncidentEntry } from '../../../shared/domain/incident-entry.ts'
import type { InferenceMessage } from '../../../shared/domain/messages.ts'
import type { MissedObject } from '../../../shared/domain/missed-object.ts'
import type { VerdictInput } from '../../../shared/domain/verdict.ts'
import { sampleIncident } from '../sample-incident.ts'

/** A minute of camera `line-1` of site `plant`; times of these samples are milliseconds after its start. */
export const startMs = Date.parse('2026-03-01T10:00:00.000Z')
export const instant = (ms: number) => new Date(startMs + ms).toISOString()
export const box = (left: number) => ({ left, top: 0.1, width: 0.2, height: 0.2 })
export const model = { name: 'line-starter', version: '1', digest: '0'.repeat(64) }

export function frameAt(ptsMs: number, more: Partial<Frame> = {}): Frame {
  const id = createHash('sha256').update(`frame ${ptsMs}`).digest('hex')
  return {
    ...{ id, ptsMs, index: Math.round(ptsMs / 40), at: instant(ptsMs), width: 640, height: 360, bytes: 1000 },
    ...{ likeness: '0'.repeat(16), reasons: ['incident'] },
    ...more,
  }
}

export function manifestOf(frames: readonly Frame[], more: Partial<FrameManifest> = {}): FrameManifest {
  return {
    ...{ recording: 'rec-1', site: 'plant', camera: 'line-1', startedAt: instant(0), endedAt: instant(60_000) },
    ...{ videoSha256: 'f'.repeat(64), decoder: 'node-av 6', outcome: 'complete', nearDuplicates: 0, frames: [...frames] },
    ...more,
  }
}

export function detection(label: string, left: number, track?: number, confidence = 0.9): Detection {
  return { label, confidence, box: box(left), ...(track !== undefined && { track }) }
}

/** One analysed frame as a message of its own. */
export function inference(
  ptsMs: number,
  detections: readonly Detection[],
  more: Partial<InferenceMessage> = {},
): { message: InferenceMessage } {
  const frame = { at: instant(ptsMs), recording: 'rec-1', ptsMs, width: 640, height: 360, inferenceMs: 4, detections: [...detections] }
  return {
    message: { device: 'press-1', bootId: 'boot-1', seq: ptsMs, at: instant(ptsMs), camera: 'line-1', model, frames: [frame], ...more },
  }
}

export function verdictOf(
  verdict: VerdictInput['verdict'],
  more: Partial<VerdictInput & { seq: number; who: string }> = {},
): IncidentEntry {
  const { seq = 1, who = 'anna', ...input } = more
  return { kind: 'verdict', seq, who, name: who, at: instant(100_000 + seq), verdict, boxes: [], ...input }
}

export function withdrawalOf(of: number, seq: number, who = 'anna'): IncidentEntry {
  return { kind: 'withdrawal', seq, who, name: who, at: instant(100_000 + seq), of }
}

/** An incident of label `hand` from one time to another. */
export function judged(id: string, from: number, to: number, entries: readonly IncidentEntry[] = [], label = 'hand'): JudgedIncident {
  const incident = sampleIncident(id, { label, rule: `${label}-rule`, startedAt: instant(from), endedAt: instant(to), phase: 'closed' })
  return { incident, entries }
}

export function missed(ptsMs: number, label: string, left: number, more: Partial<MissedObject> = {}): MissedObject {
  const at = instant(ptsMs)
  return {
    ...{ id: `missed-${label}-${ptsMs}`, site: 'plant', camera: 'line-1', at, label, box: box(left) },
    ...{ reportedAt: instant(200_000), who: 'anna', name: 'Anna' },
    ...more,
  }
}

export function editOf(ptsMs: number, seq: number, objects: FrameEdit['objects'], more: Partial<FrameEdit> = {}): FrameEdit {
  return {
    ...{ seq, frame: frameAt(ptsMs).id, recording: 'rec-1', site: 'plant', at: instant(300_000 + seq), who: 'lena', kind: 'label' },
    ...{ objects, isProvisional: false },
    ...more,
  }
}

export function factsOf(more: Partial<LabelFacts>): LabelFacts {
  const nothing = { manifest: manifestOf([]), inferences: [], incidents: [], missedObjects: [], edits: [], quarantined: [], thresholds: {} }
  return { ...nothing, ...more }
}
