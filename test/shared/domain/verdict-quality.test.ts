import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DriftThresholds } from '../../../shared/domain/drift-thresholds.ts'
import { judgeVerdicts, summarizeVerdicts, type VerdictSummary, verdictQuality } from '../../../shared/domain/verdict-quality.ts'
import { sampleIncident } from '../../harness/sample-incident.ts'

const thresholds = DriftThresholds.parse({})

function judged(confirmed: number, rejected: number, confidence: number) {
  return Array.from({ length: confirmed + rejected }, (_, index) => {
    const incident = sampleIncident(`incident-${index}`, { verdict: index < confirmed ? 'confirmed' : 'rejected' })
    return { ...incident, peak: { ...incident.peak, detection: { ...incident.peak.detection, confidence } } }
  })
}

test('precision counts what people confirmed and rejected, and nothing else', () => {
  const inconclusive = sampleIncident('incident-x', { verdict: 'inconclusive' })
  const ofCamera = { ...sampleIncident('incident-y', { verdict: 'rejected' }), kind: 'camera' as const }
  const { perRule, perModel, perCamera, calibration } = verdictQuality([...judged(6, 2, 0.875), inconclusive, ofCamera])
  for (const shares of [perRule, perModel, perCamera]) {
    assert.deepEqual(
      Object.values(shares).map(({ right, count, share }) => [right, count, share]),
      [[6, 8, 0.75]],
    )
  }
  assert.deepEqual(calibration.bins[8], { count: 8, right: 6, confidence: 0.875 })
  assert.ok(Math.abs(calibration.gap - 0.125) < 1e-12)
})

test('a precision that falls is noticed with enough verdicts, and not before', () => {
  const breach = (now: [number, number]) =>
    judgeVerdicts(summarizeVerdicts(judged(36, 4, 0.9)), summarizeVerdicts(judged(...now, 0.9)), thresholds).map(({ isBreach }) => isBreach)
  assert.deepEqual(breach([24, 16]), [true, true])
  assert.deepEqual(breach([6, 4]), [false, false])
  // By 5 points: certain or not, it does not matter.
  assert.deepEqual(breach([34, 6]), [false, false])
})

test('a model that becomes surer without becoming more often right is noticed by its calibration alone', () => {
  const findings = judgeVerdicts(summarizeVerdicts(judged(28, 12, 0.7)), summarizeVerdicts(judged(28, 12, 0.98)), thresholds)
  assert.deepEqual(
    findings.map(({ monitor, isBreach }) => [monitor, isBreach]),
    [
      ['precision', false],
      ['calibration', true],
    ],
  )
})

test('a model that is too sure of some and not sure enough of others is noticed, though its mean confidence is right', () => {
  const straight = [...judged(45, 5, 0.9), ...judged(10, 40, 0.2)]
  const bent = [...judged(20, 30, 0.9), ...judged(35, 15, 0.2)]
  const [before, now] = [straight, bent].map(summarizeVerdicts) as [VerdictSummary, VerdictSummary]
  assert.ok(Math.abs(now.calibration.gap - before.calibration.gap) < 1e-12)
  const [precision, calibration] = judgeVerdicts(before, now, thresholds)
  assert.deepEqual([precision?.isBreach, calibration?.isBreach], [false, true])
  assert.equal(judgeVerdicts(before, summarizeVerdicts(bent.slice(0, 20)), thresholds)[1]?.isBreach, false)
})
