import assert from 'node:assert/strict'
import { test } from 'node:test'
import { orderDevices } from '../../../ui/fleet/device-order.ts'
import { cameraNow, type DeviceCondition, problemsOf } from '../../../ui/fleet/device-problems.ts'

const now = Date.parse('2026-11-20T08:00:00.000Z')
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString()

type Message = NonNullable<DeviceCondition['health']>['message']

function device(id: string, more: Partial<DeviceCondition> = {}, said: Partial<Message> = {}, seconds = 10): DeviceCondition {
  const at = ago(seconds)
  const message: Message = {
    ...{ device: id, bootId: 'b', seq: 1, at, state: 'ok', uptimeSeconds: 1, moduleVersion: '1' },
    cameras: [{ camera: 'gate', state: 'live', framesPerSecond: 9, inferenceMs: 4, droppedFrames: 0, lastFrameAt: at }],
    ...{ queueDepth: 0, evictedMessages: 0, diskUsedBytes: 1, diskQuotaBytes: 100 },
    ...said,
  }
  return {
    ...{ id, site: 'plant-1', name: id, isConnected: true, settings: { status: 'applied' }, health: { receivedAt: at, message } },
    ...more,
  }
}

test('a device that is well has no problems, and each problem has its name', () => {
  assert.deepEqual(problemsOf(device('a'), now), [])
  assert.deepEqual(problemsOf(device('a', { isConnected: false }), now), ['offline'])
  assert.deepEqual(problemsOf(device('a', {}, {}, 600), now), ['silent'])
  assert.deepEqual(problemsOf(device('a', { settings: { status: 'refused' } }, { diskUsedBytes: 95 }), now), ['settings', 'disk'])
  assert.deepEqual(problemsOf(device('a', { runtimeStatus: 'backoff' }, { queueDepth: 5000 }), now), ['module', 'queue'])
})

test('where IoT Hub does not answer, nobody is called not connected', () => {
  const { isConnected: _, ...unknown } = device('a')
  assert.deepEqual(problemsOf(unknown, now), [])
})

test('the worst come first, the others by their names', () => {
  const devices = [device('b'), device('c', {}, { queueDepth: 5000 }), device('a'), device('d', { isConnected: false })]
  assert.deepEqual(
    orderDevices(devices, 'problems', false, now).map(({ id }) => id),
    ['d', 'c', 'a', 'b'],
  )
  assert.deepEqual(
    orderDevices(devices, 'queue', true, now).map(({ id }) => id),
    ['c', 'a', 'b', 'd'],
  )
})

test('a camera is away when it is lost, when its device is, and when its device falls silent', () => {
  assert.equal(cameraNow(device('a'), 'gate', now).state, 'live')
  const lost = [{ camera: 'gate', state: 'lost' as const, framesPerSecond: 3, inferenceMs: 4, droppedFrames: 0, lastFrameAt: ago(90) }]
  assert.deepEqual(cameraNow(device('a', {}, { cameras: lost }), 'gate', now), {
    ...{ state: 'away', since: ago(90), framesPerSecond: 0, inferenceMs: 4, problem: undefined, troubles: [], isLearning: false },
  })
  assert.equal(cameraNow(device('a', { isConnected: false }), 'gate', now).state, 'away')
  assert.equal(cameraNow(device('a', {}, {}, 600), 'gate', now).since, ago(600))
  assert.equal(cameraNow(device('a'), 'door', now).state, 'unknown')
})
