import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DeviceHealth } from '../../../shared/domain/device-health.ts'
import { samplesOf } from '../../../shared/domain/health-samples.ts'
import { healthMessage } from '../../harness/sample-messages.ts'

function health(seq: number, rate: number, state: 'ok' | 'degraded' = 'ok'): DeviceHealth {
  const message = healthMessage({ seq, seconds: seq * 30 })
  const camera = { camera: 'gate', framesPerSecond: rate, inferenceMs: 4, droppedFrames: 0 }
  const cameras = [{ ...camera, state: rate > 0 ? ('live' as const) : ('lost' as const) }]
  return { device: 'edge-1', receivedAt: message.at, clockSkewMs: 0, message: { ...message, state, cameras } }
}

test('few messages are told as they are', () => {
  const samples = samplesOf([health(0, 10), health(1, 8)], 10)
  assert.deepEqual(
    samples.map(({ framesPerSecond, inferenceMs, liveCameras }) => [framesPerSecond, inferenceMs, liveCameras]),
    [
      [10, 4, 1],
      [8, 4, 1],
    ],
  )
})

test('of many the worst of each stretch stays: the minute in which the camera was away is not lost', () => {
  const history = Array.from({ length: 1000 }, (_, seq) =>
    seq === 500 ? health(seq, 0) : seq === 700 ? health(seq, 9, 'degraded') : health(seq, 10),
  )
  const samples = samplesOf(history, 50)
  assert.equal(samples.length, 50)
  assert.deepEqual(
    samples.filter(({ framesPerSecond }) => framesPerSecond === 0).map(({ inferenceMs, liveCameras }) => [inferenceMs, liveCameras]),
    [[undefined, 0]],
  )
  assert.equal(samples.filter(({ state }) => state === 'degraded').length, 1)
})
