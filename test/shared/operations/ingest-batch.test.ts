import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { ingestBatch } from '../../../shared/operations/ingest-batch.ts'
import type { Ports } from '../../../shared/ports.ts'
import { at, eventOf, healthMessage, incidentMessage, inferenceMessage } from '../../harness/sample-messages.ts'
import { createTestApp } from '../../harness/test-app.ts'

describe('a batch from the hub', () => {
  let azurite: RunningAzurite
  let ports: Ports
  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
  })
  after(() => azurite.close())

  test('is stored: inferences by camera and time, the incident with its alert, the newest health', async () => {
    const opened = incidentMessage({ seq: 3, seconds: 2 })
    const { accepted, ...others } = await ingestBatch(ports, [
      eventOf(inferenceMessage({ seq: 1, seconds: 0 })),
      eventOf(inferenceMessage({ seq: 2, seconds: 1 }, 'camera-2')),
      eventOf(opened),
      eventOf(healthMessage({ seq: 4, seconds: 3 })),
    ])
    assert.deepEqual([accepted.length, others], [4, { quarantined: 0, droppedFields: 0, failed: [] }])

    const frames: number[] = []
    for await (const { message } of ports.inferences.read({ site: 'plant-1', camera: 'camera-1', from: at(-60), to: at(60) }))
      frames.push(message.seq)
    assert.deepEqual(frames, [1])
    const found = await ports.incidents.find(opened.incident)
    assert.equal(found?.value.state, 'new')
    assert.equal(found?.value.site, 'plant-1')
    assert.equal((await ports.incidents.alerts(opened.incident)).length, 1)
    assert.equal((await ports.outbox.pending(10)).length, 1)
    assert.equal((await ports.devices.health('edge-1'))?.message.seq, 4)
    const { items } = await ports.incidents.list({ sites: ['plant-1'], limit: 10 })
    assert.deepEqual(
      items.map(({ id }) => id),
      [opened.incident],
    )
    assert.equal((await ports.incidents.listUnresolved({ sites: ['plant-1'], limit: 10 })).items.length, 1)
  })
})
