import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { LabelFacts } from '../../../shared/domain/frame-facts.ts'
import { RecordingLabels } from '../../../shared/domain/frame-labels.ts'
import { labelFrames } from '../../../shared/domain/label-frames.ts'
import {
  box,
  detection,
  editOf,
  factsOf,
  frameAt,
  inference,
  instant,
  judged,
  manifestOf,
  missed,
  verdictOf,
  withdrawalOf,
} from '../../harness/labeling/sample-facts.ts'

/** The labels of one frame at this time. */
function labelAt(ptsMs: number, facts: Partial<LabelFacts>, reasons: ['unsure'] | ['incident'] = ['incident']) {
  const labels = labelFrames(factsOf({ manifest: manifestOf([frameAt(ptsMs, { reasons })]), ...facts }))
  return RecordingLabels.parse(labels).frames[0]!
}
const boxesOf = ({ annotations }: ReturnType<typeof labelAt>) => annotations.map(({ label, box }) => `${label} ${box.left}`)

const hand = [inference(1000, [detection('hand', 0.1, 7)]), inference(1500, [detection('hand', 0.3, 7)])]
const confirmed = judged('inc-1', 900, 2000, [verdictOf('confirmed')])
const rejected = judged('inc-2', 900, 2000, [verdictOf('rejected')])

describe('a confirmed incident', () => {
  it("makes the model's detections of its label annotations that say who saw and who confirmed", () => {
    const frame = labelAt(1000, { inferences: hand, incidents: [confirmed] })
    assert.equal(`${frame.group} ${frame.state}`, 'positive labelled')
    assert.deepEqual(frame.incidents, ['inc-1'])
    assert.deepEqual(frame.annotations, [
      {
        label: 'hand',
        box: box(0.1),
        source: { kind: 'model', model: hand[0]!.message.model, confidence: 0.9, isInterpolated: false, track: 7 },
        because: { kind: 'verdict', incident: 'inc-1', seq: 1, at: instant(100_001) },
      },
    ])
  })

  it('has its boxes interpolated along the track between analysed frames', () => {
    const frame = labelAt(1250, { inferences: hand, incidents: [confirmed] })
    assert.deepEqual(boxesOf(frame), ['hand 0.2'])
    assert.ok(frame.annotations[0]?.source.kind === 'model' && frame.annotations[0].source.isInterpolated)
  })

  it('has no box before the first and after the last sighting, and the frame is taught neither way', () => {
    for (const ptsMs of [950, 1600]) {
      const frame = labelAt(ptsMs, { inferences: hand, incidents: [confirmed] })
      assert.deepEqual([frame.state, frame.annotations.length], ['unjudged', 0])
    }
  })

  it('has no box between sightings that are more than a second apart, of other tracks or of other starts of the device', () => {
    const first = inference(1000, [detection('hand', 0.1, 7)])
    for (const second of [
      inference(2001, [detection('hand', 0.3, 7)]),
      inference(1500, [detection('hand', 0.3, 8)]),
      inference(1500, [detection('hand', 0.3, 7)], { bootId: 'boot-2' }),
      inference(1500, [detection('hand', 0.3)]),
    ]) {
      const incident = judged('inc-1', 900, 3000, [verdictOf('confirmed')])
      assert.deepEqual(labelAt(1250, { inferences: [first, second], incidents: [incident] }).annotations, [])
    }
  })

  it('yields to the boxes that the person drew at that time, for that label', () => {
    const boxes = [{ at: instant(1010), label: 'hand', box: box(0.6) }]
    const incident = judged('inc-1', 900, 2000, [verdictOf('confirmed', { boxes })])
    const frame = labelAt(1000, { inferences: [inference(1000, [detection('hand', 0.1), detection('glove', 0.4)])], incidents: [incident] })
    assert.deepEqual(boxesOf(frame), ['glove 0.4', 'hand 0.6'])
    assert.deepEqual(frame.annotations[1]?.source, { kind: 'person', who: 'anna', at: instant(100_001) })
  })

  it('of which the person drew other things on the picture, and nothing of its label, is not taught there by the model', () => {
    const boxes = [{ at: instant(1010), label: 'cap', box: box(0.6) }]
    const incident = judged('inc-1', 900, 2000, [verdictOf('confirmed', { boxes })])
    const frame = labelAt(1000, { inferences: hand, incidents: [incident] })
    assert.deepEqual([frame.state, frame.doubt, boxesOf(frame)], ['undecided', 'unsure', ['cap 0.6']])
  })

  it('does not settle a frame that was taken because the model was least sure, unless the person drew on it', () => {
    const frame = labelAt(1000, { inferences: hand, incidents: [confirmed] }, ['unsure'])
    assert.deepEqual([frame.state, frame.doubt], ['undecided', 'unsure'])
    const boxes = [{ at: instant(1010), label: 'hand', box: box(0.6) }]
    const drawn = judged('inc-1', 900, 2000, [verdictOf('confirmed', { boxes })])
    assert.equal(labelAt(1000, { inferences: hand, incidents: [drawn] }, ['unsure']).state, 'labelled')
  })

  it('keeps what else the model is sure of, as assumed', () => {
    const detections = [detection('hand', 0.1), detection('cap', 0.4, 2, 0.8), detection('cap', 0.7, 3, 0.6)]
    const frame = labelAt(1000, { inferences: [inference(1000, detections)], incidents: [confirmed], thresholds: { cap: 0.7 } })
    assert.deepEqual(boxesOf(frame), ['cap 0.4', 'hand 0.1'])
    assert.equal(frame.annotations[0]?.because.kind, 'assumed')
  })

  it('finds detections by presentation time within the recording even if the clock was off, and by wall time where there is none', () => {
    const off = inference(1000, [detection('hand', 0.1)])
    off.message.frames[0]!.at = instant(1400)
    assert.deepEqual(boxesOf(labelAt(1000, { inferences: [off], incidents: [confirmed] })), ['hand 0.1'])
    const unrecorded = inference(1000, [detection('hand', 0.1)])
    Object.assign(unrecorded.message.frames[0]!, { recording: undefined, ptsMs: 77_000 })
    assert.deepEqual(boxesOf(labelAt(1000, { inferences: [unrecorded], incidents: [confirmed] })), ['hand 0.1'])
  })
})

describe('a rejected incident', () => {
  it('makes a hard negative: its label is absent, other labels stay', () => {
    const frame = labelAt(1000, { inferences: [inference(1000, [detection('hand', 0.1), detection('cap', 0.4)])], incidents: [rejected] })
    assert.deepEqual([frame.group, frame.state, frame.absent, boxesOf(frame)], ['false-positive', 'labelled', ['hand'], ['cap 0.4']])
  })

  it('because of a drill, a wrong zone or a repetition says nothing about the picture: a labeler must look', () => {
    for (const reason of ['drill', 'wrong-zone', 'duplicate'] as const) {
      const frame = labelAt(1000, { inferences: hand, incidents: [judged('inc-2', 900, 2000, [verdictOf('rejected', { reason })])] })
      assert.deepEqual([frame.state, frame.doubt, frame.absent, frame.annotations], ['undecided', 'inconclusive', [], []])
    }
  })

  it('beside a confirmed one of another label leaves one positive frame', () => {
    const other = judged('inc-3', 900, 2000, [verdictOf('confirmed')], 'cap')
    const frame = labelAt(1000, {
      inferences: [inference(1000, [detection('hand', 0.1), detection('cap', 0.4)])],
      incidents: [rejected, other],
    })
    assert.deepEqual([frame.group, frame.state, frame.absent, boxesOf(frame)], ['positive', 'labelled', ['hand'], ['cap 0.4']])
  })

  it('beside a confirmed one whose object is nowhere on the frame waits for a labeler', () => {
    const other = judged('inc-3', 900, 2000, [verdictOf('confirmed')], 'cap')
    const frame = labelAt(1000, { inferences: hand, incidents: [rejected, other] })
    assert.deepEqual([frame.state, frame.doubt], ['undecided', 'unsure'])
  })
})

describe('a verdict', () => {
  it('that is inconclusive leaves the frame undecided', () => {
    const frame = labelAt(1000, { inferences: hand, incidents: [judged('inc-1', 900, 2000, [verdictOf('inconclusive')])] })
    assert.deepEqual([frame.group, frame.state, frame.doubt, frame.annotations], ['background', 'undecided', 'inconclusive', []])
  })

  it('that another person contradicts leaves the frame undecided', () => {
    const entries = [verdictOf('confirmed'), verdictOf('rejected', { seq: 2, who: 'ben' })]
    const frame = labelAt(1000, { inferences: hand, incidents: [judged('inc-1', 900, 2000, entries)] })
    assert.deepEqual([frame.group, frame.state, frame.doubt, frame.annotations], ['positive', 'undecided', 'conflict', []])
  })

  it("that the same person changed is the person's newest", () => {
    const entries = [verdictOf('confirmed'), verdictOf('rejected', { seq: 2 })]
    assert.equal(labelAt(1000, { inferences: hand, incidents: [judged('inc-1', 900, 2000, entries)] }).group, 'false-positive')
  })

  it('that was taken back counts no more', () => {
    const entries = [verdictOf('confirmed'), withdrawalOf(1, 2)]
    assert.equal(labelAt(1000, { inferences: hand, incidents: [judged('inc-1', 900, 2000, entries)] }).state, 'unjudged')
    const again = [verdictOf('rejected'), verdictOf('confirmed', { seq: 2 }), withdrawalOf(2, 3)]
    assert.equal(labelAt(1000, { inferences: hand, incidents: [judged('inc-1', 900, 2000, again)] }).group, 'false-positive')
  })

  it('on an overlapping incident of the same label that says otherwise leaves undecided just the frames of both', () => {
    const early = judged('inc-1', 900, 1200, [verdictOf('confirmed')])
    const late = judged('inc-2', 1000, 2000, [verdictOf('rejected')])
    const manifest = manifestOf([920, 1100, 1900].map((ptsMs) => frameAt(ptsMs)))
    const inferences = [920, 1100, 1900].map((ptsMs) => inference(ptsMs, [detection('hand', 0.1, 1)]))
    const { frames } = labelFrames(factsOf({ manifest, inferences, incidents: [early, late] }))
    assert.deepEqual(
      frames.map(({ group, state, doubt, absent }) => [group, state, doubt, absent]),
      [
        ['positive', 'labelled', undefined, []],
        ['positive', 'undecided', 'conflict', []],
        ['false-positive', 'labelled', undefined, ['hand']],
      ],
    )
  })
})

describe('a missed object', () => {
  it("makes a positive with the person's box on the nearest frame alone", () => {
    const manifest = manifestOf([900, 1000, 1200].map((ptsMs) => frameAt(ptsMs)))
    const { frames } = labelFrames(factsOf({ manifest, missedObjects: [missed(1040, 'hand', 0.5)] }))
    assert.deepEqual(
      frames.map(({ group, annotations }) => [group, annotations.length]),
      [
        ['background', 0],
        ['positive', 1],
        ['background', 0],
      ],
    )
    assert.deepEqual(frames[1]?.annotations[0]?.because, { kind: 'missed-object', missedObject: 'missed-hand-1040', at: instant(200_000) })
  })

  it('of another camera, or too far from any frame, teaches nothing', () => {
    assert.equal(labelAt(1000, { missedObjects: [missed(1000, 'hand', 0.5, { camera: 'line-2' })] }).state, 'unjudged')
    assert.equal(labelAt(1000, { missedObjects: [missed(1600, 'hand', 0.5)] }).state, 'unjudged')
  })

  it('where somebody said that nothing of its label is there waits for a labeler', () => {
    const frame = labelAt(1000, { missedObjects: [missed(1000, 'hand', 0.5)], incidents: [rejected] })
    assert.deepEqual([frame.state, frame.doubt, frame.annotations], ['undecided', 'conflict', []])
  })
})

describe("a labeler's answer", () => {
  const objects = [{ label: 'glove', box: box(0.2) }]

  it('wins over everything else on its frame', () => {
    for (const incidents of [[confirmed], [rejected], [confirmed, rejected], []]) {
      const frame = labelAt(1000, {
        inferences: hand,
        incidents,
        missedObjects: [missed(1000, 'hand', 0.5)],
        edits: [editOf(1000, 1, objects)],
      })
      assert.deepEqual([frame.group, frame.state, frame.doubt, boxesOf(frame)], ['positive', 'labelled', undefined, ['glove 0.2']])
    }
  })

  it('"nothing here" makes a hard negative of what the model saw, and background where it saw nothing', () => {
    const frame = labelAt(1000, { inferences: hand, edits: [editOf(1000, 1, [])] })
    assert.deepEqual([frame.group, frame.state, frame.absent], ['false-positive', 'labelled', ['hand']])
    const empty = labelAt(1000, { edits: [editOf(1000, 1, [])] })
    assert.deepEqual([empty.group, empty.state, empty.absent], ['background', 'labelled', []])
  })

  it('is the newest that was not taken back', () => {
    const edits = [editOf(1000, 1, objects), editOf(1000, 2, []), editOf(1000, 3, [], { kind: 'withdrawal', of: 2 })]
    assert.deepEqual(boxesOf(labelAt(1000, { edits })), ['glove 0.2'])
    assert.deepEqual(labelAt(1000, { edits: edits.slice(1) }).state, 'unjudged')
  })

  it('that waits for a second opinion does not count yet', () => {
    const edits = [editOf(1000, 1, objects, { isProvisional: true })]
    assert.deepEqual([labelAt(1000, { edits }).state, labelAt(1000, { edits }).doubt], ['undecided', 'second-opinion'])
    assert.equal(labelAt(1000, { edits, inferences: hand, incidents: [confirmed] }).state, 'labelled')
  })

  it('about a class for which its author is in quarantine counts only outside of that time', () => {
    const edits = [editOf(1000, 1, objects, { about: ['hand'] })]
    const ban = { who: 'lena', label: 'hand', since: instant(300_000), until: undefined }
    const stateWith = (more: Partial<typeof ban> | { until: string }) => labelAt(1000, { edits, quarantined: [{ ...ban, ...more }] }).state
    assert.equal(stateWith({}), 'undecided')
    assert.equal(stateWith({ label: 'glove' }), 'undecided')
    assert.equal(stateWith({ label: 'cap' }), 'labelled')
    assert.equal(stateWith({ who: 'mia' }), 'labelled')
    assert.equal(stateWith({ since: instant(400_000) }), 'labelled')
    assert.equal(stateWith({ until: instant(300_001) }), 'labelled')
  })
})

describe('a frame that nobody judged', () => {
  it('is background, teaches nothing, and is a task where the model was least sure', () => {
    const frame = labelAt(1000, { inferences: hand, incidents: [judged('inc-1', 900, 2000)] })
    assert.deepEqual([frame.group, frame.state, frame.doubt, frame.annotations], ['background', 'unjudged', undefined, []])
    assert.deepEqual(labelAt(1000, { inferences: hand }, ['unsure']).doubt, 'unsure')
  })
})
