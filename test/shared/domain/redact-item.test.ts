import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { CompliancePolicy, type LeavingField, leavingFields } from '../../../shared/domain/compliance-policy.ts'
import type { ItemSource } from '../../../shared/domain/describe-item.ts'
import type { Detection } from '../../../shared/domain/detection.ts'
import { redactItem, regionsToCover } from '../../../shared/domain/redact-item.ts'
import { sampleIncident } from '../../harness/sample-incident.ts'

const at = '2026-11-20T08:00:00.000Z'
/** What tells in a text that a field is there, in no other field. */
const marks: Readonly<Record<LeavingField, string>> = {
  ...{ camera: 'the-camera', device: 'the-device', rule: 'the-rule', label: 'the label', severity: 'critical', confidence: '0.87654' },
  ...{ box: '0.34567', track: '424242', model: 'the-model', size: '1917', timing: '0.6125' },
}
const box = { left: 0.34567, top: 0.1, width: 0.1, height: 0.1 }
const thing: Detection = { label: 'the label', confidence: 0.87654, box, track: 424_242 }
const person: Detection = { label: 'Person', confidence: 0.55443, box: { ...box, left: 0.76543 }, track: 777_888 }
const model = { name: 'the-model', version: '1', digest: 'd'.repeat(64) }
const message = { device: 'the-device', bootId: 'the-boot', seq: 31_337, at, model, width: 1917, height: 1080, inferenceMs: 0.6125 }
const frame = { at, ptsMs: 0.6125, width: 1917, height: 1080, inferenceMs: 0.6125, recording: 'the-recording', detections: [thing, person] }

const sources: readonly Exclude<ItemSource, { kind: 'snapshot' }>[] = [
  { kind: 'inferences', at, camera: 'the-camera', messages: [{ ...message, camera: 'the-camera', frames: [frame] }] },
  { kind: 'score', at, message: { ...message, camera: 'the-camera', detections: [thing, person] } },
  {
    kind: 'incident',
    incident: sampleIncident('the-incident', {
      ...{ camera: 'the-camera', device: 'the-device', rule: 'the-rule', label: 'the label', severity: 'critical', model, startedAt: at },
      ...{
        peak: { at: '2026-11-20T08:00:00.612Z', ptsMs: 0.6125, detection: thing },
        recordings: ['the-recording'],
        traceparent: 'the-trace',
      },
      ...{ state: 'resolved', verdict: 'rejected', acknowledgedAt: '2026-11-20T09:19:19.919Z', snapshot: 'the/snapshot.jpg' },
    }),
  },
  {
    kind: 'anomaly',
    anomaly: {
      ...{ id: 'the-anomaly', at, until: at, measure: 'objects', cameras: ['the-camera'], rule: 'the-rule', label: 'the label' },
      ...{ observed: 5, expected: 1, low: 0, high: 2 },
    },
  },
]

describe('what leaves of an item', () => {
  const policy = CompliancePolicy.parse({})

  test('says a field if, and only if, it may', () => {
    const told = new Set<LeavingField>()
    fc.assert(
      fc.property(fc.constantFrom(...sources), fc.subarray([...leavingFields]), (source, fields) => {
        const text = JSON.stringify(redactItem(source, 'the-site', policy, { people: 'cover', fields, longSide: 1280, retention: 'short' }))
        for (const field of leavingFields) {
          // An incident tells the time of its peak, not the times within a video.
          const mark = field === 'timing' && source.kind === 'incident' ? '00.612Z' : marks[field]
          if (!fields.includes(field)) assert.ok(!text.includes(mark), `${source.kind} ${field}`)
          else if (text.includes(mark)) told.add(field)
        }
        for (const never of [
          'the-boot',
          '31337',
          'the-recording',
          'the-trace',
          'the/snapshot',
          'the-incident',
          'rejected',
          'resolved',
          '09:19',
          'd'.repeat(64),
        ])
          assert.ok(!text.includes(never), `${source.kind} ${never}`)
        for (const ofPeople of ['Person', '0.55443', '0.76543', '777888']) assert.ok(!text.includes(ofPeople), `${source.kind} ${ofPeople}`)
      }),
      { numRuns: 2000, seed: 5 },
    )
    assert.deepEqual([...told].sort(), [...leavingFields].sort())
  })

  test('of a picture is covered where people are, made larger, and where masks are', () => {
    const mask = { left: 0, top: 0, width: 0.2, height: 1 }
    const masked = CompliancePolicy.parse({ people: { marginShare: 0.5, cameras: { gate: { masks: [mask] } } } })
    const sightings = {
      size: undefined,
      modelLabels: ['person'],
      wasLookedAt: true,
      detections: [thing, { ...person, box: { left: 0.8, top: 0.4, width: 0.2, height: 0.4 } }],
    }
    const regions = regionsToCover({ kind: 'snapshot', at, camera: 'gate', jpeg: new Uint8Array(), sightings }, masked)
    const rounded = regions.map((region) => Object.values(region).map((side) => Math.round(side * 1000) / 1000))
    assert.deepEqual(rounded, [
      [0.7, 0.2, 0.3, 0.8],
      [0, 0, 0.2, 1],
    ])
  })
})
