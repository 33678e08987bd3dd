import type { Box } from '../../shared/domain/box.ts'
import { GatePolicy } from '../../shared/domain/evaluation.ts'
import { measureModel } from '../../shared/domain/figures.ts'
import type { Contender, GateInput } from '../../shared/domain/gate.ts'
import type { FrameTruth, SeenFrames } from '../../shared/domain/object-truth.ts'
import { measureReplay } from '../../shared/domain/replay-figures.ts'
import { sha256Of } from './labelled-recording.ts'

const places: readonly Box[] = [0.1, 0.6].map((left) => ({ left, top: 0.2, width: 0.2, height: 0.4 }))
const labels = ['hand', 'bottle']

/** Frames with a hand and a bottle on each. */
export function simulatedTruths(frames: number): FrameTruth[] {
  return Array.from({ length: frames }, (_, index) => ({
    ...{ frame: sha256Of(`frame ${index}`), camera: `camera-${index % 2}`, video: sha256Of(`video ${index % 7}`) },
    objects: labels.map((label, place) => ({ label, box: places[place]! })),
  }))
}

/** What a model says about the object of a label on a frame: a label, or nothing. */
export type Say = (label: string, frame: number) => string | undefined

export function simulatedModel(version: string, truths: readonly FrameTruth[], say: Say): SeenFrames {
  const model = { name: 'plant-1', version, digest: sha256Of(`model ${version}`) }
  const frames = truths.map(({ frame, objects }, index) => ({
    ...{ frame, inferenceMs: 2 },
    detections: objects.flatMap(({ label, box }) => {
      const said = say(label, index)
      return said === undefined ? [] : [{ label: said, confidence: 0.9, box }]
    }),
  }))
  return { of: { model, labels, thresholds: {} }, frames }
}

export function contenderOf(truths: readonly FrameTruth[], seen: SeenFrames): Contender {
  return { model: seen.of.model, seen, figures: measureModel(truths, seen), replay: measureReplay([], [], 14) }
}

export function gateInput(truths: readonly FrameTruth[], champion: SeenFrames | undefined, candidate: SeenFrames): GateInput {
  return {
    policy: GatePolicy.parse({ safetyLabels: ['hand'] }),
    ...{ ruleLabels: ['hand'], truths, taughtVideos: [sha256Of('another video')], alertsSavedPerDay: 0, incidentsMissed: 0 },
    bias: undefined,
    candidate: contenderOf(truths, candidate),
    champion: champion && contenderOf(truths, champion),
  }
}
