import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FrameEvent } from '../../../edge/camera-events.ts'
import { createFrameBatcher, type FrameBatch } from '../../../edge/telemetry/batch-frames.ts'
import { InferenceMessage, maxMessageBytes } from '../../../shared/domain/messages.ts'

const model = { name: 'caps', version: '1', digest: 'a'.repeat(64) }
const detection = { label: 'hand', confidence: 0.912345678, box: { left: 0.123456789, top: 0.2, width: 0.3, height: 0.4 }, track: 7 }

function frame(number: number, part: Partial<FrameEvent> = {}): FrameEvent {
  const at = new Date(Date.UTC(2026, 0, 1) + number * 100).toISOString()
  return {
    camera: 'gate',
    at,
    recording: undefined,
    ptsMs: number * 100,
    width: 640,
    height: 360,
    inferenceMs: 3.2345,
    model,
    detections: [detection],
    ...part,
  }
}

function collect(limits = { batchFrames: 10, batchSeconds: 60 }) {
  const batches: FrameBatch[] = []
  const batcher = createFrameBatcher((batch) => batches.push(batch))
  batcher.setLimits(limits)
  return { batches, batcher }
}

const messageOf = (batch: FrameBatch) => ({ device: 'press-1', bootId: 'boot', seq: 1, at: '2026-01-01T00:00:00.000Z', ...batch })

test('a batch is full when it has as many frames as the settings say', () => {
  const { batches, batcher } = collect()
  for (let i = 0; i < 25; i++) batcher.add(frame(i))
  batcher.flush()
  assert.deepEqual(
    batches.map((batch) => batch.frames.length),
    [10, 10, 5],
  )
  for (const batch of batches) InferenceMessage.parse(JSON.parse(JSON.stringify(messageOf(batch))))
})

test('a batch goes when its time is over, full or not', async () => {
  const batch = await new Promise<FrameBatch>((resolve) => {
    const batcher = createFrameBatcher(resolve)
    batcher.setLimits({ batchFrames: 100, batchSeconds: 0.01 })
    batcher.add(frame(0))
  })
  assert.equal(batch.frames.length, 1)
})

test('cameras and models are never mixed in a batch', () => {
  const { batches, batcher } = collect()
  batcher.add(frame(0))
  batcher.add(frame(1, { camera: 'door' }))
  batcher.add(frame(2, { model: { ...model, digest: 'b'.repeat(64) } }))
  batcher.flush()
  assert.deepEqual(batches.map((batch) => [batch.camera, batch.model.digest[0], batch.frames.length]).sort(), [
    ['door', 'a', 1],
    ['gate', 'a', 1],
    ['gate', 'b', 1],
  ])
})

test('no message is larger than the limit, however much is seen', () => {
  const { batches, batcher } = collect({ batchFrames: 600, batchSeconds: 60 })
  const crowd = Array.from({ length: 300 }, () => ({ ...detection, label: 'ü'.repeat(64) }))
  for (let i = 0; i < 3; i++) batcher.add(frame(i, { detections: crowd }))
  for (let i = 3; i < 600; i++) batcher.add(frame(i, { detections: Array.from({ length: 10 }, () => detection) }))
  batcher.flush()
  assert.ok(batches.length > 5)
  for (const batch of batches) assert.ok(Buffer.byteLength(JSON.stringify(messageOf(batch))) <= maxMessageBytes)
  assert.equal(
    batches.reduce((sum, batch) => sum + batch.frames.length, 0),
    600,
  )
})
