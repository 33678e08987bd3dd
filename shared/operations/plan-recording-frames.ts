import type { FrameManifest } from '../domain/frame.ts'
import type { SamplingPolicy } from '../domain/night-policy.ts'
import { type FramePlan, planFrames, samplingFor } from '../domain/plan-frames.ts'
import type { Recording } from '../domain/recording.ts'
import type { NightStore } from '../ports/night.ts'
import { type FactPorts, gatherLabelFacts } from './gather-label-facts.ts'

export type FramePlanPorts = FactPorts & { readonly nights: Pick<NightStore, 'policy'> }

export interface RecordingFramePlan {
  readonly plan: FramePlan
  readonly policy: SamplingPolicy
}

/** Which frames of a recording are wanted now, by everything that is known of it: incidents, inferences, what people drew. */
export async function planRecordingFrames(
  ports: FramePlanPorts,
  recording: Recording,
  before: FrameManifest | undefined,
): Promise<RecordingFramePlan> {
  const [facts, { value: policy }] = await Promise.all([
    gatherLabelFacts(ports, before ?? withoutFrames(recording)),
    ports.nights.policy(recording.site),
  ])
  const incidents = facts.incidents.map(({ incident }) => incident)
  const sampling = samplingFor(
    policy,
    incidents.map(({ rule }) => rule),
  )
  const boxes = facts.incidents.flatMap(({ entries }) => entries.flatMap((entry) => (entry.kind === 'verdict' ? entry.boxes : [])))
  const reports = facts.missedObjects.filter(({ camera }) => camera === recording.camera)
  const edited = new Set(facts.edits.map(({ frame }) => frame))
  const plan = planFrames({
    ...{ recording, policy: sampling, thresholds: facts.thresholds },
    incidents: incidents.map(({ startedAt, endedAt, peak }) => ({ startedAt, endedAt, peakAt: peak.at })),
    analysed: facts.inferences.flatMap(({ message }) => message.frames),
    drawnAt: [...boxes, ...reports].map(({ at }) => at),
    reviewedAt: facts.requests?.map(({ at }) => at) ?? [],
    drawnMs: before?.frames.filter(({ id }) => edited.has(id)).map(({ ptsMs }) => ptsMs) ?? [],
  })
  return { plan, policy: sampling }
}

function withoutFrames({ id, site, camera, startedAt, endedAt, sha256 }: Recording): FrameManifest {
  const none = { decoder: 'none', outcome: 'complete' as const, nearDuplicates: 0, frames: [] }
  return { recording: id, site, camera, startedAt, endedAt, videoSha256: sha256, ...none }
}
