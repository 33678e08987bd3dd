import { type FrameFacts, frameFacts, type LabelFacts } from './frame-facts.ts'
import type { Annotation, FrameLabels, RecordingLabels } from './frame-labels.ts'
import { judgeFrame } from './judge-frame.ts'

/** What the frames of a recording teach: the same facts in any order give the same labels. */
export function labelFrames(facts: LabelFacts): RecordingLabels {
  const { recording, site, camera } = facts.manifest
  return { recording, site, camera, frames: frameFacts(facts).map(labelFrame) }
}

export function labelFrame(facts: FrameFacts): FrameLabels {
  const { frame, claims, drawn } = facts
  const incidents = [...claims.map(({ incident }) => incident), ...drawn.flatMap(({ because }) => because.incident ?? [])]
  const { annotations, absent, ...judgement } = judgeFrame(facts)
  return {
    frame: frame.id,
    ptsMs: frame.ptsMs,
    at: frame.at,
    ...judgement,
    annotations: inOrder(annotations),
    absent: [...new Set(absent)].sort(),
    incidents: [...new Set(incidents)].sort(),
  }
}

/** By code unit, so that the order is the same on every machine. */
function inOrder(annotations: readonly Annotation[]): Annotation[] {
  const keyed = annotations.map((annotation) => {
    const { label, box, source, because } = annotation
    return { annotation, key: JSON.stringify([label, box.left, box.top, box.width, box.height, source, because]) }
  })
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ annotation }) => annotation)
}
