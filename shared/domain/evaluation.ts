import { z } from 'zod'
import { BiasFigure } from './bias-figure.ts'
import { DatasetVersion } from './dataset.ts'
import { Label } from './detection.ts'
import { Id, Instant, Sha256 } from './ids.ts'
import { ModelReference } from './messages.ts'

const Count = z.int().nonnegative()
const Score = z.number().min(0).max(1)

/** Counts at the model's threshold (IoU 0.5), and what follows from them. */
export const ClassFigures = z.strictObject({
  objects: Count,
  truePositives: Count,
  falsePositives: Count,
  falseNegatives: Count,
  precision: Score,
  recall: Score,
  f1: Score,
  ap50: Score,
})
export type ClassFigures = z.infer<typeof ClassFigures>

/** One model on one set of frames. */
export const ModelFigures = z.strictObject({
  model: ModelReference,
  perClass: z.record(Label, ClassFigures),
  /** By camera, then label. */
  perCamera: z.record(Id, z.record(Label, ClassFigures)),
  /** `confusion[truth][seen]`; `none` stands for nothing there, and for nothing seen. */
  confusion: z.record(z.string(), z.record(z.string(), Count)),
  /** Ten bins of confidence: how many detections, how many of them right; and the expected calibration error. */
  calibration: z.strictObject({
    bins: z.array(z.strictObject({ count: Count, right: Count, confidence: Score })).length(10),
    error: Score,
  }),
  meanInferenceMs: z.number().nonnegative(),
})
export type ModelFigures = z.infer<typeof ModelFigures>

/** Judged incidents of the recent past, played again through model and rules. */
export const ReplayFigures = z.strictObject({
  days: z.number().nonnegative(),
  /** Of the incidents that people confirmed or rejected and whose recordings are still there. */
  confirmed: Count,
  rejected: Count,
  /** Confirmed ones that this model raises again, rejected ones that it raises again, and such that nobody has judged. */
  found: Count,
  falseAlarms: Count,
  other: Count,
  missed: z.array(Id).max(1000),
})
export type ReplayFigures = z.infer<typeof ReplayFigures>

/** One of the gate's questions, with its numbers. */
export const GateCheck = z.strictObject({
  name: Id,
  /** `undecided`: too few samples for an answer. */
  outcome: z.enum(['passed', 'failed', 'undecided']),
  /** What was compared, as numbers and as a sentence. */
  values: z.record(z.string(), z.number()),
  /** Labels or models that it is about, so that pages can say it in the reader's language. Not in evaluations of earlier versions. */
  about: z.array(z.string().max(200)).max(100).optional(),
  reason: z.string().max(1000),
})
export type GateCheck = z.infer<typeof GateCheck>

/** The comparison of a candidate with the champion, content-addressed: its digest is that of its canonical JSON without `at`. */
export const Evaluation = z.strictObject({
  digest: Sha256,
  site: Id,
  candidate: ModelReference,
  champion: ModelReference.optional(),
  dataset: DatasetVersion,
  /** Digests of what it was computed from, in container `models`: each model's detections on each frame, the truth, the replays, the policy. */
  inputs: z.record(z.string(), Sha256),
  test: z.strictObject({
    ...{ frames: Count, candidate: ModelFigures, champion: ModelFigures.optional() },
    /** Of the candidate: recall by camera, time of the day and lighting. Not in evaluations of earlier versions. */
    bias: z.array(BiasFigure).max(2000).optional(),
  }),
  replay: z.strictObject({ candidate: ReplayFigures, champion: ReplayFigures.optional() }),
  /** Per day, by the replay: what the candidate would save, and confirmed incidents that it alone would miss. */
  alertsSavedPerDay: z.number(),
  incidentsMissed: Count,
  gate: z.strictObject({ verdict: z.enum(['better', 'undecided', 'worse']), reason: z.string().max(4000), checks: z.array(GateCheck) }),
  at: Instant,
})
export type Evaluation = z.infer<typeof Evaluation>

/** What the gate asks for. Every field has a default. */
export const GatePolicy = z.strictObject({
  /** Labels whose recall may not fall. */
  safetyLabels: z.array(Label).max(100).default([]),
  /** Most that the recall of such a label may fall, by the lower end of the paired 95 % interval of the difference. */
  recallTolerance: z.number().min(0).max(1).default(0.01),
  /** Fewer objects of a safety label in the test than this: a person decides. */
  leastSafetyObjects: z.int().min(1).max(1_000_000).default(800),
  leastObjects: z.int().min(1).max(1_000_000).default(50),
  /** Least gain in mean F1 (or fall in false alarms by the replay) that makes a candidate better. */
  leastGain: z.number().min(0).max(1).default(0.005),
  /** How many days of judged incidents are played again. */
  /** Most that the recall of a camera, a time of the day or a lighting may be behind the rest without being named to people. */
  largestRecallGap: z.number().min(0.01).max(1).default(0.1),
  /** Fewer objects of a label in such a part of the test: nothing is said about it. */
  leastBiasObjects: z.int().min(5).max(1_000_000).default(30),
  replayDays: z.number().min(0).max(365).default(14),
  mostReplays: z.int().min(0).max(10_000).default(200),
})
export type GatePolicy = z.infer<typeof GatePolicy>
