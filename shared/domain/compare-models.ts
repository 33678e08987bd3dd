import { createHash } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from './canonical-json.ts'
import { measureBias } from './check-bias.ts'
import { DatasetVersion } from './dataset.ts'
import { Label } from './detection.ts'
import { type Evaluation, GatePolicy } from './evaluation.ts'
import { measureModel } from './figures.ts'
import { type Contender, judgeCandidate } from './gate.ts'
import { Id, Sha256 } from './ids.ts'
import { ModelReference } from './messages.ts'
import type { FrameTruth, SeenFrames } from './object-truth.ts'
import { measureReplay, type RaisedIncident, type ReplayedIncident } from './replay-figures.ts'

/** What is compared, and by which rules: the first input of every evaluation. */
export const Comparison = z.strictObject({
  site: Id,
  candidate: ModelReference,
  champion: ModelReference.optional(),
  dataset: DatasetVersion,
  policy: GatePolicy,
  ruleLabels: z.array(Label),
  /** Days that the replay reaches back, as a number of its own: the policy is what was wished for. */
  replayDays: z.number().nonnegative(),
  taughtVideos: z.array(Sha256),
})
export type Comparison = z.infer<typeof Comparison>

/** What one model saw in the test, and raised in the replay. */
export interface Performance {
  readonly seen: SeenFrames
  readonly raised: readonly RaisedIncident[]
}

export interface ComparisonInputs {
  readonly comparison: Comparison
  readonly truths: readonly FrameTruth[]
  readonly judged: readonly ReplayedIncident[]
  readonly candidate: Performance
  readonly champion: Performance | undefined
}

/** All of an evaluation but its name and its date. */
export type Findings = Omit<Evaluation, 'digest' | 'at' | 'inputs'>

/** Works out an evaluation from what was stored of it. Pure: the same inputs give the same findings, bit for bit. */
export function compareModels({ comparison, truths, judged, candidate, champion }: ComparisonInputs): Findings {
  const { policy, ruleLabels, taughtVideos, replayDays: days } = comparison
  const contender = (model: ModelReference, { seen, raised }: Performance): Contender => ({
    ...{ model, seen, figures: measureModel(truths, seen), replay: measureReplay(judged, raised, days) },
  })
  const one = contender(comparison.candidate, candidate)
  const other = comparison.champion === undefined || champion === undefined ? undefined : contender(comparison.champion, champion)
  // Without a champion it is held against what was raised at the time.
  const alarmsBefore = other?.replay.falseAlarms ?? one.replay.rejected
  const alertsSavedPerDay = days === 0 ? 0 : (alarmsBefore - one.replay.falseAlarms) / days
  const missedBefore = new Set(other?.replay.missed)
  const incidentsMissed = one.replay.missed.filter((incident) => !missedBefore.has(incident)).length
  // Facts of earlier evaluations do not say when and in what light a frame was taken; they come to what they came to.
  const bias = truths.some(({ localHour }) => localHour !== undefined) ? measureBias(truths, candidate.seen, policy) : undefined
  const gate = judgeCandidate({
    ...{ policy, ruleLabels, truths, taughtVideos, candidate: one, champion: other, alertsSavedPerDay, incidentsMissed },
    bias,
  })
  return {
    ...{ site: comparison.site, candidate: comparison.candidate, dataset: comparison.dataset, alertsSavedPerDay, incidentsMissed, gate },
    ...(comparison.champion !== undefined && { champion: comparison.champion }),
    test: { frames: truths.length, candidate: one.figures, ...(other !== undefined && { champion: other.figures }), ...(bias && { bias }) },
    replay: { candidate: one.replay, ...(other !== undefined && { champion: other.replay }) },
  }
}

/** The name of an evaluation: of all that is in it but its date. */
export function evaluationDigest(findings: Findings & Pick<Evaluation, 'inputs'>): string {
  return createHash('sha256').update(canonicalJson(findings)).digest('hex')
}
