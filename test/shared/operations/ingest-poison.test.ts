import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { ReceivedEvent } from '../../../shared/domain/received-event.ts'
import { ingestBatch } from '../../../shared/operations/ingest-batch.ts'
import { replayQuarantine } from '../../../shared/operations/replay-quarantine.ts'
import type { Ports } from '../../../shared/ports.ts'
import { countRows } from '../../harness/dump-tables.ts'
import { hostileBodies } from '../../harness/hostile-bodies.ts'
import { eventOf, incidentMessage, inferenceMessage } from '../../harness/sample-messages.ts'
import { createTestApp } from '../../harness/test-app.ts'

describe('poison in a batch', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let seq = 0
  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString, {}, ['edge-1', 'edge-2'])
  })
  after(() => azurite.close())

  const goodEvents = (count: number) => Array.from({ length: count }, () => eventOf(inferenceMessage({ seq: ++seq, seconds: seq / 100 })))

  test('of any kind and at any place is quarantined, and the other 99 are stored', async () => {
    const hostile = hostileBodies(inferenceMessage({ seq: 1 }))
    for (const [index, [name, body]] of hostile.entries()) {
      const events: ReceivedEvent[] = goodEvents(99)
      // Over all of them, every part of the batch has been hit, its ends among them.
      const place = Math.round((index * 99) / (hostile.length - 1))
      events.splice(place, 0, { ...eventOf(inferenceMessage({ seq: 1 })), body })
      const { accepted, quarantined, failed } = await ingestBatch(ports, events)
      assert.deepEqual({ stored: accepted.length, quarantined, failed }, { stored: 99, quarantined: 1, failed: [] }, `${name} at ${place}`)
    }
    assert.equal(await countRows(azurite.connectionString, 'Inferences'), hostile.length * 99)
  })

  test('is kept whole, with the reason, its hash and the first 4 KB', async () => {
    const body = Buffer.from('x'.repeat(100_000))
    await ingestBatch(ports, [{ ...eventOf(inferenceMessage({ seq: 1 })), body }])
    const { items } = await ports.quarantine.list({ limit: 100 })
    const sha256 = createHash('sha256').update(body).digest('hex')
    const item = items.find((one) => one.sha256 === sha256)
    assert.equal(item?.reason, 'too-large')
    assert.equal(item?.bytes, 100_000)
    assert.equal(Buffer.from(item?.sample ?? '', 'base64').length, 4096)
    const found = await ports.quarantine.find(item?.id ?? '')
    assert.deepEqual(Buffer.from(found?.event.body ?? []), body)
  })

  test('that comes again is the same item', async () => {
    const before = await countRows(azurite.connectionString, 'Quarantine')
    const poison = { ...eventOf(inferenceMessage({ seq: 1 })), body: Buffer.from('not json at all') }
    await ingestBatch(ports, [poison, poison])
    await ingestBatch(ports, [poison])
    // One row for the item, one that finds it by its id.
    assert.equal(await countRows(azurite.connectionString, 'Quarantine'), before + 2)
  })

  test('in the name of another device leaves nothing under that name and one line in the audit log', async () => {
    const forged = eventOf(incidentMessage({ device: 'edge-2', seq: 900 }), { device: 'edge-1' })
    const unstamped = eventOf(incidentMessage({ device: 'edge-2', seq: 901 }), { device: undefined })
    const unknown = eventOf(incidentMessage({ device: 'edge-9', seq: 902 }))
    for (let times = 0; times < 2; times++) assert.equal((await ingestBatch(ports, [forged, unstamped, unknown])).quarantined, 3)
    assert.deepEqual((await ports.incidents.list({ sites: ['plant-1'], limit: 10 })).items, [])
    const read = async (site: string) => (await ports.audit.read({ site, from: 1, limit: 50 })).entries
    const entries = [...(await read('plant-1')), ...(await read('unassigned'))]
    assert.deepEqual(entries.map(({ action }) => action).sort(), ['device-spoofed', 'device-unknown', 'device-unstamped'])
  })

  test('of an unknown schema is taken in by a replay, once the schema is known', async () => {
    const events = [0, 1, 2].map((index) => eventOf(incidentMessage({ seq: 950 + index, seconds: index }), { schema: '2' }))
    assert.equal((await ingestBatch(ports, events)).quarantined, 3)
    const ids = (await ports.quarantine.list({ limit: 100 })).items.filter(({ reason }) => reason === 'schema-unknown').map(({ id }) => id)
    assert.equal(ids.length, 3)

    assert.deepEqual(await replayQuarantine(ports, ids), { stored: 0, refused: 3 })
    assert.deepEqual(await replayQuarantine(ports, ids, { 1: (body) => body, 2: (body) => body }), { stored: 3, refused: 0 })
    assert.equal((await ports.incidents.list({ sites: ['plant-1'], limit: 10 })).items.length, 3)
    const replayed = (await ports.quarantine.list({ limit: 100 })).items.filter(({ replayedAt }) => replayedAt !== undefined)
    assert.equal(replayed.length, 3)
  })
})
