import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBehaviourMeter } from '../../edge/measure-behaviour.ts'
import { HealthMessage } from '../../shared/domain/messages.ts'

const box = { left: 0, top: 0, width: 0.1, height: 0.1 }
const seen = (...labels: string[]) => ({ inferenceMs: 2.5, detections: labels.map((label) => ({ label, confidence: 0.9, box })) })

test('frames, detections by label and time are counted since the start', () => {
  const meter = createBehaviourMeter(() => 1000)
  meter.onFrame(seen('hand', 'hand', 'leak'))
  meter.onFrame(seen())
  assert.deepEqual(meter.read(), {
    ...{ framesAnalysed: 2, detections: { hand: 2, leak: 1 }, incidents: 0, inferenceMsTotal: 5, memoryBytes: 1000, isBusy: false },
  })
})

test('a module is busy as long as any incident is open; one that is told again is counted once', () => {
  const meter = createBehaviourMeter()
  meter.onIncident({ incident: 'a', phase: 'opened' })
  meter.onIncident({ incident: 'b', phase: 'opened' })
  meter.onIncident({ incident: 'a', phase: 'opened' })
  meter.onIncident({ incident: 'a', phase: 'closed' })
  assert.deepEqual([meter.isBusy, meter.read().incidents], [true, 2])
  meter.onIncident({ incident: 'b', phase: 'updated' })
  meter.onIncident({ incident: 'b', phase: 'closed' })
  assert.equal(meter.isBusy, false)
})

test('a model of a thousand labels still fits into a health message', () => {
  const meter = createBehaviourMeter()
  for (let label = 0; label < 1000; label++) meter.onFrame(seen(`${label} ${'x'.repeat(60)}`))
  const behaviour = HealthMessage.shape.behaviour.parse(meter.read())
  assert.ok(JSON.stringify(behaviour).length < 32_000)
  assert.equal(behaviour?.framesAnalysed, 1000)
})
