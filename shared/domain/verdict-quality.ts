import { z } from 'zod'
import { calibrationOf, VerdictCalibration } from './calibration.ts'
import type { DriftThresholds } from './drift-thresholds.ts'
import { Instant, Sha256 } from './ids.ts'
import type { Incident } from './incident.ts'
import { differenceOfShares, EstimatedShare, wilson } from './intervals.ts'

export const VerdictQuality = z.strictObject({
  /** By rule, by camera, by the model's digest: of the incidents that people confirmed or rejected, the confirmed ones. */
  perRule: z.record(z.string(), EstimatedShare),
  perCamera: z.record(z.string(), EstimatedShare),
  perModel: z.record(z.string(), EstimatedShare),
  calibration: VerdictCalibration,
})
export type VerdictQuality = z.infer<typeof VerdictQuality>

export type JudgedOne = Pick<Incident, 'rule' | 'camera' | 'model' | 'verdict' | 'startedAt' | 'peak' | 'kind'>

/** What people's verdicts say of rules, cameras and models. Inconclusive ones say nothing, and those about a camera itself are no model's. */
export function verdictQuality(incidents: readonly JudgedOne[]): VerdictQuality {
  const judged = decided(incidents)
  return {
    perRule: sharesBy(judged, ({ rule }) => rule),
    perCamera: sharesBy(judged, ({ camera }) => camera),
    perModel: sharesBy(judged, ({ model }) => model.digest),
    calibration: calibrationOf(judged.map(asGuess)),
  }
}

/** What the verdicts of a stretch say of one model. */
export const VerdictSummary = z.strictObject({ precision: EstimatedShare, calibration: VerdictCalibration })
export type VerdictSummary = z.infer<typeof VerdictSummary>

/** How a model did in its first days, as it was when they were over. Never changed: what people judge later is held against it. */
export const VerdictReference = VerdictSummary.extend({ model: Sha256, from: Instant, to: Instant, frozenAt: Instant })
export type VerdictReference = z.infer<typeof VerdictReference>

export function summarizeVerdicts(incidents: readonly JudgedOne[]): VerdictSummary {
  const judged = decided(incidents)
  return { precision: shareOf(judged), calibration: calibrationOf(judged.map(asGuess)) }
}

/** What became of a model's verdicts, first days against last days. */
export interface VerdictFinding {
  readonly monitor: 'precision' | 'calibration'
  readonly before: EstimatedShare
  readonly now: EstimatedShare
  /** Fall of the precision; growth of the gap between confidence and precision, or of the calibration error where that grew more. */
  readonly effect: number
  readonly isBreach: boolean
}

/**
 * Holds the newest verdicts about a model against those of its first days. Both must be enough, the difference must count in
 * itself, and its 95 % interval must not hold none.
 */
export function judgeVerdicts(reference: VerdictSummary, newest: VerdictSummary, thresholds: DriftThresholds): VerdictFinding[] {
  const { leastVerdicts, leastPrecisionFall, leastCalibrationGap } = thresholds
  const [before, now] = [reference.precision, newest.precision]
  const isEnough = before.count >= leastVerdicts && now.count >= leastVerdicts
  const fall = differenceOfShares(before, now)
  const gapGrowth = newest.calibration.gap - reference.calibration.gap
  // Both gaps vary as their precisions do; the confidences themselves are given.
  const spread = Math.hypot(...[before, now].map(({ share = 0, count }) => Math.sqrt((share * (1 - share)) / Math.max(1, count))))
  const isSurer = gapGrowth >= leastCalibrationGap && gapGrowth > 1.96 * spread
  // Too sure in one tenth and not sure enough in another leave the gap as it was; the error grows.
  const [errorBefore, errorNow] = [reference.calibration.error, newest.calibration.error]
  const errorGrowth = errorNow.value - errorBefore.value
  const isBent = errorGrowth >= leastCalibrationGap && errorNow.low > errorBefore.high
  return [
    {
      ...{ monitor: 'precision', before, now, effect: fall.difference },
      isBreach: isEnough && fall.difference >= leastPrecisionFall && fall.low > 0,
    },
    {
      ...{ monitor: 'calibration', before, now, effect: isBent ? Math.max(gapGrowth, errorGrowth) : gapGrowth },
      isBreach: isEnough && (isSurer || isBent),
    },
  ]
}

function decided(incidents: readonly JudgedOne[]): JudgedOne[] {
  return incidents.filter(({ kind, verdict }) => kind === undefined && (verdict === 'confirmed' || verdict === 'rejected'))
}

function asGuess({ peak, verdict }: JudgedOne) {
  return { confidence: peak.detection.confidence, isRight: verdict === 'confirmed' }
}

function shareOf(judged: readonly JudgedOne[]): EstimatedShare {
  return wilson(judged.filter(({ verdict }) => verdict === 'confirmed').length, judged.length)
}

function sharesBy(judged: readonly JudgedOne[], keyOf: (one: JudgedOne) => string): Record<string, EstimatedShare> {
  const groups = [...Map.groupBy(judged, keyOf)].sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(groups.map(([key, ofKey]) => [key, shareOf(ofKey)]))
}
