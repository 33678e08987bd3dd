import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startIotHub } from '../../../local/iot-hub/start.ts'
import { openDevice, openRegistry, partitionWithEvents, readEvents } from './clients.ts'

test('where asked for, the hub tells of devices, connections and twins in the event stream', async () => {
  const hub = await startIotHub({ notices: { lifecycle: true, connectionState: true, twinChanges: true } })
  try {
    const client = await openDevice(hub, (await hub.ensureDevice('camera-1')).connectionString)
    await client.close()
    const registry = openRegistry(hub)
    await registry.updateTwin('camera-1', { tags: { ring: 'canary' }, properties: { desired: { mode: 'night' } } }, '*')
    await registry.delete('camera-1')
    const events = await readEvents(hub, { count: 5, partition: await partitionWithEvents(hub) })
    const kinds = events.map(({ systemProperties, properties }) => [systemProperties?.['iothub-message-source'], properties?.['opType']])
    assert.deepEqual(kinds, [
      ['deviceLifecycleEvents', 'createDeviceIdentity'],
      ['deviceConnectionStateEvents', 'deviceConnected'],
      ['deviceConnectionStateEvents', 'deviceDisconnected'],
      ['twinChangeEvents', 'updateTwin'],
      ['deviceLifecycleEvents', 'deleteDeviceIdentity'],
    ])
    for (const { properties, contentType } of events) {
      assert.equal(properties?.['deviceId'], 'camera-1')
      assert.equal(contentType, 'application/json')
    }
    const [, connected, disconnected, changed] = events.map(({ text }) => JSON.parse(text))
    assert.ok(connected.sequenceNumber < disconnected.sequenceNumber)
    assert.deepEqual(changed.tags, { ring: 'canary' })
    assert.equal(changed.properties.desired.mode, 'night')
    assert.equal(changed.properties.desired.$version, 2)
  } finally {
    await hub.close()
  }
})

test('a hub that was asked for nothing tells of nothing but telemetry', async () => {
  const hub = await startIotHub()
  try {
    const client = await openDevice(hub, (await hub.ensureDevice('camera-1')).connectionString)
    await openRegistry(hub).updateTwin('camera-1', { tags: { ring: 'canary' } }, '*')
    await client.close()
    await assert.rejects(partitionWithEvents(hub), /no partition has events/)
  } finally {
    await hub.close()
  }
})
