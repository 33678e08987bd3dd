import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createReasonFinder } from '../../../shared/domain/frame-reasons.ts'
import { NightPolicy, SamplingPolicy } from '../../../shared/domain/night-policy.ts'
import { type FramePlanFacts, planFrames, samplingFor } from '../../../shared/domain/plan-frames.ts'

const start = Date.parse('2026-03-01T10:00:00.000Z')
const after = (ms: number) => new Date(start + ms).toISOString()

function plan(more: Partial<Omit<FramePlanFacts, 'policy'>> & { policy?: Partial<SamplingPolicy> } = {}) {
  const { policy, ...facts } = more
  return planFrames({
    recording: { id: 'rec-1', startedAt: after(0), endedAt: after(10_000) },
    policy: SamplingPolicy.parse({ outsideMs: 0, ...policy }),
    ...{ incidents: [], analysed: [], thresholds: {}, drawnAt: [], drawnMs: [] },
    ...facts,
  })
}

const incident = (from: number, to: number | undefined, peak = from) => ({
  ...{ startedAt: after(from), endedAt: to === undefined ? undefined : after(to), peakAt: after(peak) },
})
const seen = (ms: number, confidence: number, more: object = {}) => ({
  ...{ at: after(ms), ptsMs: ms, detections: [{ label: 'leak', confidence, box: { left: 0, top: 0, width: 0.1, height: 0.1 } }] },
  ...more,
})
const timesFor = ({ times }: ReturnType<typeof plan>, reason: string) =>
  times.filter(({ reasons }) => reasons.some((each) => each === reason)).map(({ ms }) => ms)

test('inside an incident, and half a second around it, frames lie as close as the policy says', () => {
  const { times } = plan({ incidents: [incident(2000, 3000, 2750)], policy: { insideMs: 500 } })
  assert.deepEqual(
    times,
    [1500, 2000, 2500, 2748, 3000, 3500].map((ms) => ({ ms, reasons: ['incident'] })),
  )
})

test('an incident that has not ended goes on to the end of the recording, and one of before begins at its start', () => {
  assert.deepEqual(timesFor(plan({ incidents: [incident(-60_000, undefined)], policy: { insideMs: 5000 } }), 'incident'), [0, 5000, 10_000])
})

test('the frame at the peak is taken, however short the incident', () => {
  assert.deepEqual(timesFor(plan({ incidents: [incident(4100, 4100, 4100)], policy: { insideMs: 60_000 } }), 'incident'), [4098])
})

test('a picture that a person drew on stands for the one beside it', () => {
  const facts = { incidents: [incident(2000, 3000, 2000)], policy: { insideMs: 500 } }
  const times = (more: object) => plan({ ...facts, ...more }).times.map(({ ms }) => ms)
  assert.deepEqual(times({ drawnAt: [after(2033)] }), [1500, 1998, 2031, 2500, 3000, 3500])
  assert.deepEqual(times({ drawnMs: [2467] }), [1500, 1998, 2000, 2466.999, 3000, 3500])
  assert.deepEqual(times({ drawnAt: [after(2250)] }), [1500, 1998, 2000, 2248, 2500, 3000, 3500])
})

test('an incident that grows adds frames and moves none', () => {
  const before = timesFor(plan({ incidents: [incident(4000, 5000)] }), 'incident')
  const grown = new Set(timesFor(plan({ incidents: [incident(4000, 7000)] }), 'incident'))
  assert(before.every((ms) => grown.has(ms)))
  assert(grown.size > before.length)
})

test('outside of incidents frames hang on the clock, so that short recordings do not each bring their own', () => {
  const policy = { outsideMs: 30_000, outsideKeyframesOnly: false }
  const of = (from: number) =>
    planFrames({
      ...{ recording: { id: 'r', startedAt: after(from), endedAt: after(from + 10_000) }, policy: SamplingPolicy.parse(policy) },
      ...{ incidents: [], analysed: [], thresholds: {}, drawnAt: [], drawnMs: [] },
    }).times.map(({ ms }) => ms)
  assert.deepEqual([of(1000), of(11_000), of(21_000), of(31_000)], [[], [], [9000], []])
})

test('where only key frames are taken, the first of each interval is, even when the recording has no other', () => {
  const policy = { outsideMs: 4000, outsideKeyframesOnly: true }
  assert.deepEqual(plan({ policy }).keyframeTimes, [0, 4000])
  assert.deepEqual(plan({ policy, incidents: [incident(3800, 4400)] }).keyframeTimes, [0])
  assert.deepEqual(plan({ policy: { outsideMs: 0 } }).keyframeTimes, [])
})

test('the least sure frames are those nearest to the threshold of their label, and not next to each other', () => {
  const analysed = [seen(1000, 0.9), seen(2000, 0.62), seen(2100, 0.6), seen(5000, 0.5), seen(7000, 0.1)]
  const unsure = (thresholds: Record<string, number>) => timesFor(plan({ analysed, thresholds, policy: { unsure: 2 } }), 'unsure')
  assert.deepEqual(unsure({ leak: 0.6 }), [2098, 4998])
  assert.deepEqual(unsure({}), [2098, 4998])
  assert.deepEqual(unsure({ leak: 0.9 }), [998, 1998])
})

test('inferences of another recording and of empty frames say nothing', () => {
  const analysed = [
    seen(1000, 0.5, { recording: 'rec-2' }),
    seen(2000, 0.5, { detections: [] }),
    seen(9, 0.5, { recording: 'rec-1', ptsMs: 3000 }),
  ]
  assert.deepEqual(timesFor(plan({ analysed, policy: { unsure: 5 } }), 'unsure'), [2998])
})

test('what a person drew on is wanted, and what lies outside of the recording is not', () => {
  const { times } = plan({ drawnAt: [after(-50), after(0), after(4321), after(10_500)], drawnMs: [1234.5] })
  assert.deepEqual(
    times,
    [0, 1234.499, 4319].map((ms) => ({ ms, reasons: ['person'] })),
  )
})

test('one time may have several reasons', () => {
  assert.deepEqual(plan({ incidents: [incident(998, 1100, 1002)], drawnAt: [after(1002)], policy: { insideMs: 1000 } }).times, [
    { ms: 1000, reasons: ['incident', 'person'] },
  ])
})

test('a rule of its own policy wins over the site, and the denser of two over the other', () => {
  const policy = NightPolicy.parse({ samplingByRule: { a: { insideMs: 100 }, b: { insideMs: 50 } } })
  assert.equal(samplingFor(policy, ['c']).insideMs, 500)
  assert.equal(samplingFor(policy, ['c', 'a']).insideMs, 100)
  assert.equal(samplingFor(policy, ['a', 'b']).insideMs, 50)
})

test('each frame that comes back knows for which times it was taken', () => {
  const reasonsOf = createReasonFinder({
    times: [
      { ms: 0, reasons: ['incident'] },
      { ms: 30, reasons: ['person'] },
    ],
    keyframeTimes: [10, 20, 500],
  })
  assert.deepEqual(reasonsOf({ ptsMs: 0, isKey: true }), ['incident'])
  assert.deepEqual(reasonsOf({ ptsMs: 40, isKey: true }), ['keyframe', 'person'])
  assert.deepEqual(reasonsOf({ ptsMs: 400, isKey: true }), [])
  assert.deepEqual(reasonsOf({ ptsMs: 800, isKey: true }), ['keyframe'])
})

test('where no model looked, frames are spread evenly over the recording for a labeler; where one looked, none are', () => {
  const policy = { unanalysed: 4 }
  assert.deepEqual(timesFor(plan({ policy }), 'unsure'), [1250, 3750, 6250, 8750])
  assert.deepEqual(timesFor(plan({ policy, analysed: [{ ...seen(5000, 0.9), detections: [] }] }), 'unsure'), [])
})
