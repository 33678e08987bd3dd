import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Box } from '../../../shared/domain/box.ts'
import { incidentId } from '../../../shared/domain/ids.ts'
import { Rule } from '../../../shared/domain/rule.ts'
import { createRuleEngine, type IncidentChange, type RuleEngine, RuleState } from '../../../shared/rules/rule-engine.ts'

const startMs = Date.parse('2026-03-01T06:00:00.000Z')
const intervalMs = 100
const middle: Box = { left: 0.4, top: 0.4, width: 0.2, height: 0.2 }

function rule(part: object = {}): Rule {
  return Rule.parse({ camera: 'gate', label: 'hand', severity: 'critical', confidence: 0.6, cooldownSeconds: 0, ...part })
}

function engine(part: object = {}, restored?: RuleState): RuleEngine {
  return createRuleEngine({ device: 'press', camera: 'gate', rules: { reach: rule(part) }, frameIntervalMs: intervalMs, restored })
}

/** Shows frames, ten a second, each with one detection of the given confidence; 0 is an empty frame. */
function show(rules: RuleEngine, confidences: readonly number[], { fromMs = 0, label = 'hand', box = middle } = {}): IncidentChange[] {
  return confidences.flatMap((confidence, index) => {
    const atMs = startMs + fromMs + index * intervalMs
    const detections = confidence === 0 ? [] : [{ label, confidence, box }]
    return rules.observe({ atMs, ptsMs: atMs - startMs, streamPtsMs: atMs - startMs, detections })
  })
}

const phases = (changes: readonly IncidentChange[]) => changes.map(({ phase }) => phase)
const frames = (count: number, confidence: number) => new Array<number>(count).fill(confidence)
const secondsOf = (ms: number) => (ms - startMs) / 1000

test('a thing seen and gone is one incident, opened and closed, with the id of its start', () => {
  const changes = show(engine(), [0, 0.9, 0.9, ...frames(11, 0)])
  assert.deepEqual(phases(changes), ['opened', 'closed'])
  assert.equal(changes[0]?.run.incident, incidentId('press', 'gate', 'reach', '2026-03-01T06:00:00.100Z'))
  assert.equal(changes[1]?.run.incident, changes[0]?.run.incident)
  assert.equal(secondsOf(changes[1]!.run.lastSeenMs), 0.2)
})

test('a confidence that wavers between hold and start limit is one incident', () => {
  assert.deepEqual(phases(show(engine({ holdConfidence: 0.3 }), [0.7, 0.35, 0.65, 0.31, 0.9, ...frames(11, 0.29)])), ['opened', 'closed'])
})

test('a run does not begin below the start limit', () => {
  assert.deepEqual(show(engine({ holdConfidence: 0.3 }), frames(20, 0.59)), [])
})

test('the hold limit is seven tenths of the start limit unless the rule says otherwise', () => {
  const rules = engine({ releaseSeconds: 0.1 })
  assert.deepEqual(phases(show(rules, [0.6, 0.43, 0.41])), ['opened', 'closed'])
})

test('the dwell time is time in which the thing was seen, so flicker does not open an incident', () => {
  const flicker = [0.9, 0, 0, 0, 0, 0, 0, 0, 0.9, 0, 0, 0, 0, 0, 0, 0, 0.9]
  assert.deepEqual(show(engine({ dwellSeconds: 0.5 }), flicker), [])
  assert.deepEqual(phases(show(engine({ dwellSeconds: 0.5 }), frames(5, 0.9))), [])
  assert.deepEqual(phases(show(engine({ dwellSeconds: 0.5 }), frames(6, 0.9))), ['opened'])
})

test('a frame in which the model missed the thing does not start the dwell time again', () => {
  const changes = show(engine({ dwellSeconds: 0.5 }), [0.9, 0.9, 0.9, 0, 0.9, 0.9, 0.9, 0.9])
  assert.deepEqual(phases(changes), ['opened'])
  assert.equal(secondsOf(changes[0]!.run.startedAtMs), 0)
})

test('a gap shorter than the release time is the same incident, a longer one is another', () => {
  const twice = (gap: number) => [0.9, 0.9, ...frames(gap, 0), 0.9, ...frames(20, 0)]
  assert.deepEqual(phases(show(engine({ releaseSeconds: 1 }), twice(9))), ['opened', 'closed'])
  assert.deepEqual(phases(show(engine({ releaseSeconds: 1 }), twice(10))), ['opened', 'closed', 'opened', 'closed'])
})

test('no incident opens within the cooldown of the one before', () => {
  const changes = show(engine({ releaseSeconds: 0.2, cooldownSeconds: 2 }), [0.9, 0, 0, ...frames(40, 0.9)])
  assert.deepEqual(phases(changes), ['opened', 'closed', 'opened'])
  assert.equal(changes[2]!.run.startedAtMs - startMs, 200 + 2000)
})

test('the peak is the surest detection, and its moment comes with it', () => {
  const changes = show(engine(), [0.7, 0.95, 0.8, ...frames(11, 0)])
  assert.equal(changes[0]!.run.peak.detection.confidence, 0.7)
  assert.deepEqual([changes[1]!.run.peak.detection.confidence, changes[1]!.run.peak.ptsMs], [0.95, 100])
})

test('a long incident is told again when it has become surer, at most every ten seconds', () => {
  const changes = show(engine(), [...frames(50, 0.7), ...frames(100, 0.8), ...frames(200, 0.82)])
  assert.deepEqual(
    changes.map(({ phase, run }) => [phase, run.peak.detection.confidence]),
    [
      ['opened', 0.7],
      ['updated', 0.8],
    ],
  )
})

test('other labels, other cameras and rules that are switched off raise nothing', () => {
  assert.deepEqual(show(engine(), frames(5, 0.9), { label: 'bottle' }), [])
  assert.deepEqual(show(engine({ camera: 'line' }), frames(5, 0.9)), [])
  assert.deepEqual(show(engine({ enabled: false }), frames(5, 0.9)), [])
})

test('only what is in the zone counts', () => {
  const zone = [
    [0.5, 0],
    [1, 0],
    [1, 1],
    [0.5, 1],
  ]
  assert.deepEqual(show(engine({ zone }), frames(5, 0.9), { box: { left: 0.1, top: 0.4, width: 0.2, height: 0.2 } }), [])
  assert.deepEqual(phases(show(engine({ zone }), frames(5, 0.9), { box: { left: 0.6, top: 0.4, width: 0.2, height: 0.2 } })), ['opened'])
})

test('an incident that is open when the module restarts goes on under the same id', () => {
  const before = engine()
  const opened = show(before, frames(10, 0.9))
  const state = RuleState.parse(JSON.parse(JSON.stringify(before.serialize())))
  const after = show(engine({}, state), [...frames(5, 0.9), ...frames(11, 0)], { fromMs: 20_000 })
  assert.deepEqual(phases(after), ['closed'])
  assert.equal(after[0]!.run.incident, opened[0]!.run.incident)
  assert.equal(secondsOf(after[0]!.run.lastSeenMs), 20.4)
})

test('an incident whose thing is gone after the restart is closed as of when it was last seen', () => {
  const before = engine()
  show(before, frames(10, 0.9))
  const after = show(engine({}, before.serialize()), frames(11, 0), { fromMs: 20_000 })
  assert.deepEqual(
    after.map(({ phase, run }) => [phase, secondsOf(run.lastSeenMs)]),
    [['closed', 0.9]],
  )
})

test('after more than a minute in which nobody looked, it is another incident', () => {
  const before = engine()
  show(before, frames(10, 0.9))
  const after = show(engine({}, before.serialize()), frames(3, 0.9), { fromMs: 62_000 })
  assert.deepEqual(phases(after), ['closed', 'opened'])
})

test('the cooldown outlives a restart', () => {
  const before = engine({ cooldownSeconds: 60 })
  show(before, [0.9, ...frames(11, 0)])
  assert.deepEqual(show(engine({ cooldownSeconds: 60 }, before.serialize()), frames(10, 0.9), { fromMs: 10_000 }), [])
})

test('an incident of a rule that is gone after the restart is closed', () => {
  const before = engine()
  show(before, frames(10, 0.9))
  const none = createRuleEngine({ device: 'press', camera: 'gate', rules: {}, frameIntervalMs: intervalMs, restored: before.serialize() })
  assert.deepEqual(phases(show(none, [0], { fromMs: 2000 })), ['closed'])
})

test('what is open is closed when the camera is switched off, what was only pending is not told', () => {
  const open = engine()
  show(open, frames(3, 0.9))
  assert.deepEqual(phases(open.finish()), ['closed'])
  const pending = engine({ dwellSeconds: 5 })
  show(pending, frames(3, 0.9))
  assert.deepEqual(pending.finish(), [])
})

test('a camera that was away does not count as a thing that is gone, nor as a thing that was seen', () => {
  const rules = engine({ dwellSeconds: 1 })
  assert.deepEqual(show(rules, frames(5, 0.9)), [])
  // Five seconds without any frame, then the thing is still there.
  assert.deepEqual(show(rules, frames(5, 0.9), { fromMs: 5500 }), [])
  assert.deepEqual(phases(show(rules, frames(5, 0.9), { fromMs: 6000 })), ['opened'])
})

test('a clock that is set back breaks no run', () => {
  const rules = engine()
  show(rules, frames(5, 0.9), { fromMs: 10_000 })
  const changes = show(rules, [0.9, 0.9], { fromMs: 0 })
  assert.deepEqual(changes, [])
  assert.equal(rules.runs()[0]!.lastSeenMs, startMs + 10_400)
})

const confidence = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true }))
const anyRule = fc.record({
  confidence: fc.double({ min: 0.3, max: 0.9, noNaN: true }),
  dwellSeconds: fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10),
  releaseSeconds: fc.integer({ min: 1, max: 10 }).map((tenths) => tenths / 10),
  cooldownSeconds: fc.integer({ min: 0, max: 20 }).map((tenths) => tenths / 10),
})

test('whatever is seen, incidents of a rule come one after the other, with ids of their own and the cooldown between them', () => {
  fc.assert(
    fc.property(anyRule, fc.array(confidence, { maxLength: 300 }), (part, seen) => {
      const rules = engine(part)
      const changes = [...show(rules, seen), ...rules.finish()].filter(({ phase }) => phase !== 'updated')
      assert.deepEqual(
        phases(changes),
        changes.map((_, index) => (index % 2 === 0 ? 'opened' : 'closed')),
      )
      const opened = changes.filter(({ phase }) => phase === 'opened')
      assert.equal(new Set(opened.map(({ run }) => run.incident)).size, opened.length)
      for (let index = 2; index < changes.length; index += 2) {
        const pauseMs = changes[index]!.run.startedAtMs - changes[index - 1]!.run.lastSeenMs
        assert(pauseMs >= part.cooldownSeconds * 1000, `${pauseMs} ms after the one before`)
      }
      for (const { run } of changes) assert(run.peak.detection.confidence >= part.confidence && run.lastSeenMs >= run.startedAtMs)
    }),
  )
})

test('a restart at any frame opens no incident twice and leaves none open', () => {
  fc.assert(
    fc.property(anyRule, fc.array(confidence, { minLength: 2, maxLength: 200 }), fc.nat(), (part, seen, anywhere) => {
      const cut = 1 + (anywhere % (seen.length - 1))
      const before = engine(part)
      const first = show(before, seen.slice(0, cut))
      const after = engine(part, RuleState.parse(JSON.parse(JSON.stringify(before.serialize()))))
      const changes = [...first, ...show(after, seen.slice(cut), { fromMs: cut * intervalMs }), ...after.finish()]
      const idsOf = (wanted: string) => changes.filter(({ phase }) => phase === wanted).map(({ run }) => run.incident)
      assert.equal(new Set(idsOf('opened')).size, idsOf('opened').length)
      assert.deepEqual(idsOf('closed'), idsOf('opened'))
    }),
  )
})
