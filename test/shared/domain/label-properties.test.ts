import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { LabelFacts } from '../../../shared/domain/frame-facts.ts'
import { labelFrames } from '../../../shared/domain/label-frames.ts'
import {
  box,
  detection,
  editOf,
  factsOf,
  frameAt,
  inference,
  judged,
  manifestOf,
  missed,
  verdictOf,
  withdrawalOf,
} from '../../harness/labeling/sample-facts.ts'

const label = fc.constantFrom('hand', 'cap', 'glove')
const ms = fc.integer({ min: 0, max: 40 }).map((step) => step * 100)
const left = fc.integer({ min: 0, max: 8 }).map((step) => step / 10)

const analysed = fc.uniqueArray(
  fc.record({
    at: ms,
    seen: fc.array(fc.record({ label, left, track: fc.option(fc.nat(2), { nil: undefined }), sure: fc.boolean() }), { maxLength: 3 }),
  }),
  { selector: ({ at }) => at, maxLength: 12 },
)
const judgement = fc.record({
  verdict: fc.constantFrom('confirmed' as const, 'rejected' as const, 'inconclusive' as const),
  who: fc.constantFrom('anna', 'ben'),
  isWithdrawn: fc.boolean(),
  drawn: fc.option(fc.record({ at: ms, label, left }), { nil: undefined }),
})
const incident = fc.record({ label, from: ms, length: ms, judgements: fc.array(judgement, { maxLength: 3 }) })
const edit = fc.record({ at: ms, objects: fc.array(fc.record({ label, left }), { maxLength: 2 }), isProvisional: fc.boolean() })

const facts = fc
  .record({
    times: fc.uniqueArray(ms, { minLength: 1, maxLength: 10 }),
    analysed,
    incidents: fc.array(incident, { maxLength: 4 }),
    reports: fc.array(fc.record({ at: ms, label, left }), { maxLength: 2 }),
    edits: fc.array(edit, { maxLength: 3 }),
  })
  .map(({ times, analysed, incidents, reports, edits }) =>
    factsOf({
      manifest: manifestOf(
        times.sort((a, b) => a - b).map((time) => frameAt(time, { reasons: time % 700 === 0 ? ['unsure'] : ['sparse'] })),
      ),
      inferences: analysed.map(({ at, seen }) =>
        inference(
          at,
          seen.map((one) => detection(one.label, one.left, one.track, one.sure ? 0.9 : 0.3)),
        ),
      ),
      incidents: incidents.map(({ label, from, length, judgements }, index) =>
        judged(`inc-${index}`, from, from + length, entriesOf(judgements), label),
      ),
      missedObjects: reports.map(({ at, label, left }, index) => missed(at, label, left, { id: `report-${index}` })),
      edits: edits.map(({ at, objects, isProvisional }, index) =>
        editOf(
          at,
          index + 1,
          objects.map(({ label, left }) => ({ label, box: box(left) })),
          { isProvisional },
        ),
      ),
    }),
  )

function entriesOf(judgements: readonly (typeof judgement extends fc.Arbitrary<infer T> ? T : never)[]) {
  return judgements.flatMap(({ verdict, who, isWithdrawn, drawn }, index) => {
    const seq = index * 2 + 1
    const boxes = drawn === undefined ? [] : [{ at: frameAt(drawn.at).at, label: drawn.label, box: box(drawn.left) }]
    return [verdictOf(verdict, { seq, who, boxes }), ...(isWithdrawn ? [withdrawalOf(seq, seq + 1, who)] : [])]
  })
}

const check = (property: (facts: LabelFacts) => void) => fc.assert(fc.property(facts, property), { numRuns: 300, seed: 4 })

describe('labels, whatever the facts', () => {
  it('have no box of the model outside of what it saw: between two sightings of the track at most a second apart, or on the frame itself', () => {
    check((given) => {
      for (const frame of labelFrames(given).frames) {
        for (const { source, label, box } of frame.annotations) {
          if (source.kind === 'person') continue
          const sightings = given.inferences.flatMap(({ message }) =>
            message.frames.flatMap(({ ptsMs, detections }) =>
              detections.filter((one) => one.label === label).map((one) => ({ ptsMs, ...one })),
            ),
          )
          const ofTrack = sightings.filter(({ track }) => track === source.track)
          const isExact = sightings.some((one) => one.ptsMs === frame.ptsMs && one.box.left === box.left)
          const isBetween = ofTrack.some((a) =>
            ofTrack.some((b) => a.ptsMs < frame.ptsMs && b.ptsMs > frame.ptsMs && b.ptsMs - a.ptsMs <= 1000),
          )
          assert.ok(source.isInterpolated ? source.track !== undefined && isBetween : isExact)
        }
      }
    })
  })

  it('are the same in whatever order, and however often, the facts come', () => {
    check((given) => {
      const turned: LabelFacts = {
        ...given,
        inferences: [...given.inferences, ...given.inferences].reverse(),
        incidents: [...given.incidents].reverse().map(({ incident, entries }) => ({ incident, entries: [...entries].reverse() })),
        missedObjects: [...given.missedObjects].reverse(),
        edits: [...given.edits].reverse(),
      }
      assert.deepEqual(labelFrames(turned), labelFrames(given))
    })
  })

  it('never annotate a label that is absent', () => {
    check((given) => {
      for (const { annotations, absent } of labelFrames(given).frames) assert.ok(!annotations.some(({ label }) => absent.includes(label)))
    })
  })

  it("are the labeler's own where an answer counts", () => {
    check((given) => {
      for (const frame of labelFrames(given).frames) {
        const counting = given.edits
          .filter((edit) => edit.frame === frame.frame && !edit.isProvisional)
          .sort((a, b) => a.seq - b.seq)
          .at(-1)
        if (counting === undefined) continue
        assert.equal(frame.state, 'labelled')
        assert.deepEqual(frame.annotations.map(({ label }) => label).sort(), counting.objects.map(({ label }) => label).sort())
      }
    })
  })

  it('are as if a verdict that was taken back had never been given', () => {
    check((given) => {
      const without = given.incidents.map(({ incident, entries }) => {
        const gone = new Set(entries.flatMap((entry) => (entry.kind === 'withdrawal' ? [entry.of, entry.seq] : [])))
        return { incident, entries: entries.filter(({ seq }) => !gone.has(seq)) }
      })
      assert.deepEqual(labelFrames({ ...given, incidents: without }), labelFrames(given))
    })
  })

  it('say why a labeler must look just where one must, and teach nothing of the model alone', () => {
    check((given) => {
      for (const { state, doubt, annotations, group } of labelFrames(given).frames) {
        assert.equal(doubt !== undefined, state === 'undecided')
        if (state === 'labelled' && group === 'positive') assert.ok(annotations.some(({ because }) => because.kind !== 'assumed'))
        if (state === 'unjudged') assert.deepEqual(annotations, [])
      }
    })
  })
})
