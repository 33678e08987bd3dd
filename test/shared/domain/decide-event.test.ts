import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { decideEvent } from '../../../shared/domain/decide-event.ts'
import { messageSchemas } from '../../../shared/domain/messages.ts'
import type { ReceivedEvent } from '../../../shared/domain/received-event.ts'
import { hostileBodies } from '../../harness/hostile-bodies.ts'
import { eventOf, healthMessage, incidentMessage, inferenceMessage, recordingMessage } from '../../harness/sample-messages.ts'

const device = { id: 'edge-1', site: 'plant-1', name: 'Edge 1' }
const samples = {
  inference: inferenceMessage({ seq: 1 }),
  incident: { ...incidentMessage({ seq: 2 }, { phase: 'closed' }), snapshot: 'edge-1-media/s.jpg' },
  recording: recordingMessage({ seq: 3 }, 'rec-1', Buffer.from('x')),
  health: healthMessage({ seq: 4 }),
}

function decide(event: ReceivedEvent) {
  return decideEvent(event, device)
}

function reasonOf(event: ReceivedEvent): string {
  const decision = decide(event)
  return decision.kind === 'poison' ? decision.reason : 'accepted'
}

function withBody(body: Uint8Array, type = 'inference'): ReceivedEvent {
  return { ...eventOf(samples.inference, { type }), body }
}

describe('what an event is', () => {
  test('a message of each type, from a device that we know, is accepted', () => {
    for (const message of Object.values(samples)) assert.equal(reasonOf(eventOf(message)), 'accepted')
  })

  test('hostile bodies are poison, whatever they are', () => {
    for (const [name, body] of hostileBodies(samples.inference)) {
      assert.notEqual(reasonOf(withBody(body)), 'accepted', name)
    }
  })

  test('64 KB are taken, and one byte more is not', () => {
    const padded = (bytes: number) => {
      const text = JSON.stringify(samples.inference)
      return Buffer.from(text + ' '.repeat(bytes - text.length))
    }
    assert.equal(reasonOf(withBody(padded(64 * 1024))), 'accepted')
    assert.equal(reasonOf(withBody(padded(64 * 1024 + 1))), 'too-large')
    assert.equal(reasonOf(withBody(gzipSync(padded(60_000)))), 'not-json')
  })

  test('each field of each message with a value of any wrong type is poison', () => {
    const wrong = [null, true, -1.5, Number.NaN, 2 ** 53, 'İ', '', [], {}, [[]], { a: 1 }, 'x'.repeat(5000)]
    for (const [type, sample] of Object.entries(samples)) {
      for (const field of Object.keys(sample)) {
        for (const value of wrong) {
          const body = { ...sample, [field]: value }
          if (messageSchemas[type as keyof typeof messageSchemas].safeParse(body).success) continue
          const event = { ...eventOf(sample), body: Buffer.from(JSON.stringify(body)) }
          assert.equal(reasonOf(event), 'schema-invalid', `${type}.${field} = ${JSON.stringify(value)?.slice(0, 20)}`)
        }
      }
    }
  })

  test('instants that no clock shows are poison: NaN, leap seconds, February 30', () => {
    for (const time of [
      'NaN',
      '2026-12-31T23:59:60.000Z',
      '2026-02-30T00:00:00.000Z',
      '2026-11-20T08:00:00Z',
      '2026-11-20 08:00:00.000',
      '1e3',
    ])
      assert.equal(
        reasonOf(eventOf({ ...samples.inference, at: time }, { enqueuedAt: '2026-11-20T08:00:00.000Z' })),
        'schema-invalid',
        time,
      )
  })

  test('the hub says who sent it: no stamp, an unknown one, and another name in the body are all refused', () => {
    assert.equal(reasonOf(eventOf(samples.inference, { device: undefined })), 'device-unstamped')
    const unknown = decideEvent(eventOf(samples.inference, { device: 'edge-9' }), undefined)
    assert.equal(unknown.kind === 'poison' && unknown.reason, 'device-unknown')
    assert.equal(reasonOf(eventOf({ ...samples.inference, device: 'edge-2' }, { device: 'edge-1' })), 'device-spoofed')
    assert.equal(reasonOf(eventOf({ ...samples.incident, snapshot: 'edge-2-media/s.jpg' })), 'device-spoofed')
    assert.equal(reasonOf(eventOf({ ...samples.recording, blob: 'edge-1-media-2/x.mp4' })), 'device-spoofed')
  })

  test('fields that no schema knows are dropped and counted, at any depth', () => {
    const frame = { ...samples.inference.frames[0], gamma: 2.2 }
    const decision = decide(eventOf({ ...samples.inference, mood: 'fine', frames: [frame] } as never))
    assert.ok(decision.kind === 'accepted')
    assert.equal(decision.droppedFields, 2)
    assert.deepEqual(decision.event.message, samples.inference)
  })

  test('names that could become a prototype are poison and touch nothing', () => {
    const text = JSON.stringify(samples.inference)
    for (const part of ['"__proto__":{"polluted":1}', '"constructor":{"prototype":{"polluted":1}}', '"\\u005f_proto__":{"polluted":1}'])
      assert.equal(reasonOf(withBody(Buffer.from(`{${part},${text.slice(1)}`))), 'not-json', part)
    for (const type of ['__proto__', 'constructor', 'toString', 'hasOwnProperty'])
      assert.equal(reasonOf(eventOf(samples.inference, { type })), 'type-unknown')
    for (const schema of ['__proto__', 'constructor', 'toString'])
      assert.equal(reasonOf(eventOf(samples.inference, { schema })), 'schema-unknown')
    assert.equal(Reflect.get({}, 'polluted'), undefined)
  })

  test('an unknown version of the schema is poison of its own kind, and known once somebody says how to read it', () => {
    const event = eventOf(samples.inference, { schema: '99' })
    assert.equal(reasonOf(event), 'schema-unknown')
    assert.equal(decideEvent(event, device, { 99: (body) => body }).kind, 'accepted')
  })
})
