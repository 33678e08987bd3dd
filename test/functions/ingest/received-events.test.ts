import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { receivedEvents } from '../../../functions/ingest/received-events.ts'

const now = new Date('2026-11-20T09:00:00.000Z')

describe('events as the trigger hands them over', () => {
  test('have the stamps of the hub and the properties of the device, and the bytes as they came', () => {
    const body = Buffer.from([0xff, 0x00, 0x7b])
    const metadata = {
      systemPropertiesArray: [
        {
          'iothub-connection-device-id': 'edge-1',
          'iothub-enqueuedtime': '2026-11-20T08:00:00.123Z',
          'iothub-message-source': 'Telemetry',
        },
      ],
      propertiesArray: [{ type: 'health', schema: '1', number: 5 }],
    }
    assert.deepEqual(receivedEvents([body], metadata, now), [
      { body, device: 'edge-1', enqueuedAt: '2026-11-20T08:00:00.123Z', properties: { type: 'health', schema: '1', number: '5' } },
    ])
  })

  test('have the time of the hub in whichever form it comes', () => {
    const enqueued = (stamps: object) => receivedEvents([Buffer.alloc(0)], { systemPropertiesArray: [stamps] }, now)[0]?.enqueuedAt
    const expected = '2026-11-20T08:00:00.123Z'
    assert.equal(enqueued({ 'iothub-enqueuedtime': Date.parse(expected) }), expected)
    assert.equal(enqueued({ 'iothub-enqueuedtime': '2026-11-20T08:00:00.123' }), expected)
    assert.equal(enqueued({ 'iothub-enqueuedtime': '2026-11-20T09:00:00.123+01:00' }), expected)
    assert.equal(enqueued({ 'iothub-enqueuedtime': 'nonsense', 'x-opt-enqueued-time': expected }), expected)
    assert.equal(enqueued({}), now.toISOString())
  })

  test('without a stamp have no device: what the body says is no substitute', () => {
    const [event] = receivedEvents([Buffer.from('{"device":"edge-1"}')], undefined, now)
    assert.equal(event?.device, undefined)
    for (const stamp of [42, null, { id: 'edge-1' }, ['edge-1']])
      assert.equal(
        receivedEvents([Buffer.alloc(0)], { systemPropertiesArray: [{ 'iothub-connection-device-id': stamp }] }, now)[0]?.device,
        undefined,
      )
  })

  test('that the hub itself wrote are left out', () => {
    const metadata = {
      systemPropertiesArray: [
        { 'iothub-message-source': 'twinChangeEvents' },
        { 'iothub-message-source': 'deviceConnectionStateEvents' },
        {},
      ],
    }
    assert.equal(receivedEvents([Buffer.alloc(1), Buffer.alloc(1), Buffer.alloc(1)], metadata, now).length, 1)
  })

  test('that a host has parsed already are taken as the text that they were', () => {
    const bodies = receivedEvents(['plain', { a: 1 }, undefined], undefined, now).map(({ body }) => Buffer.from(body).toString())
    assert.deepEqual(bodies, ['plain', '{"a":1}', ''])
  })
})
