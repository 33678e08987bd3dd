import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { ingestBatch } from '../../../shared/operations/ingest-batch.ts'
import type { Ports } from '../../../shared/ports.ts'
import { at, eventOf, healthMessage, incidentMessage, inferenceMessage } from '../../harness/sample-messages.ts'
import { createTestApp } from '../../harness/test-app.ts'

const hourSeconds = 3600
const daySeconds = 24 * hourSeconds
const yearSeconds = 365 * daySeconds

describe('devices whose clocks are wrong', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let seq = 0
  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
  })
  after(() => azurite.close())

  // Hub time of everything here; the device's is off by so many seconds.
  const enqueuedAt = at(0)

  async function takeIncident(offsetSeconds: number, envelope: { sentAt?: string; enqueuedAt?: string } = {}) {
    const message = incidentMessage({ seq: ++seq, seconds: offsetSeconds }, { rule: `rule-${seq}` })
    const properties: Record<string, string> = envelope.sentAt === undefined ? {} : { sentAt: envelope.sentAt }
    const { failed, quarantined } = await ingestBatch(ports, [
      eventOf(message, { enqueuedAt: envelope.enqueuedAt ?? enqueuedAt, properties }),
    ])
    assert.deepEqual({ failed, quarantined }, { failed: [], quarantined: 0 })
    const found = await ports.incidents.find(message.incident)
    assert.ok(found !== undefined)
    return found.value
  }

  test('far ahead, or years behind, are filed under the time of the hub, and people are woken', async () => {
    for (const offset of [daySeconds, 10 * yearSeconds, -10 * yearSeconds, -56 * yearSeconds]) {
      const incident = await takeIncident(offset)
      assert.equal(incident.startedAt, enqueuedAt, `off by ${offset} s`)
      assert.equal(incident.isLate, false)
    }
  })

  test('off by a known amount are set right, so that what is fresh counts as fresh', async () => {
    for (const offset of [-daySeconds, -hourSeconds, daySeconds]) {
      const incident = await takeIncident(offset, { sentAt: at(offset + 2) })
      assert.equal(incident.startedAt, at(-2), `off by ${offset} s`)
      assert.equal(incident.isLate, false)
    }
  })

  test('right, with messages that waited on the device, are late and say so', async () => {
    for (const waited of [hourSeconds, 7 * daySeconds, 30 * daySeconds]) {
      const incident = await takeIncident(-waited, { sentAt: at(-1) })
      assert.equal(incident.startedAt, at(-waited))
      assert.equal(incident.isLate, true)
    }
    assert.equal((await takeIncident(-14 * 60, { sentAt: at(-1) })).isLate, false)
  })

  test('that jump back give no incident a negative length', async () => {
    const opened = incidentMessage({ seq: ++seq, seconds: -10 })
    const closed = incidentMessage({ seq: ++seq, seconds: -70 }, { phase: 'closed', start: -10, endedAt: at(-70) })
    await ingestBatch(ports, [eventOf(opened, { enqueuedAt }), eventOf(closed, { enqueuedAt })])
    const incident = (await ports.incidents.find(opened.incident))?.value
    assert.equal(incident?.phase, 'closed')
    assert.equal(incident?.endedAt, incident?.startedAt)
  })

  test('do not hide their inferences, and how wrong they are is written down', async () => {
    const message = inferenceMessage({ seq: ++seq, seconds: 10 * yearSeconds })
    await ingestBatch(ports, [eventOf(message, { enqueuedAt }), eventOf(message, { enqueuedAt: at(61) })])
    const found: number[] = []
    for await (const inference of ports.inferences.read({ site: 'plant-1', camera: 'camera-1', from: at(-60), to: at(120) }))
      found.push(inference.message.seq)
    assert.deepEqual(found, [message.seq])

    await ingestBatch(ports, [eventOf(healthMessage({ seq: ++seq, seconds: 360 }), { enqueuedAt, properties: { sentAt: at(360) } })])
    assert.equal((await ports.devices.health('edge-1'))?.clockSkewMs, -360_000)
  })

  test('that go back do not make their newest health look old', async () => {
    await ingestBatch(ports, [eventOf(healthMessage({ seq: ++seq, seconds: 0 }), { enqueuedAt: at(1000) })])
    await ingestBatch(ports, [eventOf(healthMessage({ seq: ++seq, seconds: -daySeconds }), { enqueuedAt: at(1030) })])
    assert.equal((await ports.devices.health('edge-1'))?.receivedAt, at(1030))
  })
})
