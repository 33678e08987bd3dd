import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { startAzurite } from '../../../local/azurite/start.ts'
import type { ReceivedEvent } from '../../../shared/domain/received-event.ts'
import { shardOf } from '../../../shared/domain/shard.ts'
import { ingestBatch } from '../../../shared/operations/ingest-batch.ts'
import { dumpTables } from '../../harness/dump-tables.ts'
import { createRandom, shuffle } from '../../harness/random.ts'
import { eventOf, healthMessage, incidentMessage, inferenceMessage } from '../../harness/sample-messages.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { createVirtualClock } from '../../harness/virtual-clock.ts'

// More of both for a soak: EVENTS=10000 SEEDS=20 npm test -- ingest-order
const eventCount = Number(process.env['EVENTS'] ?? 600)
const seedCount = Number(process.env['SEEDS'] ?? 2)
const partitions = 4
const devices = ['edge-1', 'edge-2', 'edge-3', 'edge-4', 'edge-5', 'edge-6']

describe('events that come shuffled, repeated and in batches of any size', () => {
  const sent = makeEvents()
  const distinct = new Set(sent.map(({ body }) => Buffer.from(body).toString('latin1')))

  test(`leave the same bytes in every table, whatever the order (${sent.length} deliveries, ${seedCount} orders)`, async () => {
    const dumps: string[] = []
    for (let seed = 1; seed <= seedCount; seed++) dumps.push(await storeInOrder(sent, seed))
    const [first = '', ...others] = dumps
    const rowsOf = (table: string) => first.split('\n').filter((line) => line.startsWith(`${table} `))
    const kinds = (name: string) => [...distinct].filter((body) => body.includes(name)).length
    assert.equal(rowsOf('Inferences').length, kinds('"frames"'))
    assert.equal(rowsOf('Incidents').filter((row) => row.includes('"i~')).length, kinds('"phase":"opened"'))
    assert.equal(rowsOf('PendingAlerts').length, kinds('"phase":"opened"'))
    assert.ok(rowsOf('Incidents').every((row) => row.includes('"o~') || row.includes('"phase","closed"')))
    for (const [index, other] of others.entries()) assert.ok(other === first, `order ${index + 2} left other tables than order 1`)
  })
})

async function storeInOrder(sent: readonly ReceivedEvent[], seed: number): Promise<string> {
  const azurite = await startAzurite()
  try {
    const ports = await createTestApp(azurite.connectionString, { clock: createVirtualClock().now }, devices)
    const random = createRandom(seed)
    const shuffled = shuffle(sent, 1000, random)
    const streams = Array.from({ length: partitions }, (_, partition) =>
      batchesOf(
        shuffled.filter(({ device }) => shardOf(device ?? '', partitions) === partition),
        random,
      ),
    )
    await Promise.all(
      streams.map(async (batches) => {
        for (const batch of batches) {
          const { failed, quarantined } = await ingestBatch(ports, batch)
          assert.deepEqual({ failed, quarantined }, { failed: [], quarantined: 0 })
        }
      }),
    )
    return await dumpTables(azurite.connectionString)
  } finally {
    await azurite.close()
  }
}

function batchesOf(events: readonly ReceivedEvent[], random: () => number): ReceivedEvent[][] {
  const batches: ReceivedEvent[][] = []
  for (let start = 0; start < events.length; ) {
    const size = 1 + Math.floor(random() * 100)
    batches.push(events.slice(start, start + size))
    start += size
  }
  return batches
}

/** Always the same deliveries: of every ten messages three come up to five times more, some of them sent again by the device. */
function makeEvents(): ReceivedEvent[] {
  const random = createRandom(42)
  const events: ReceivedEvent[] = []
  for (let index = 0; index < eventCount; index++) {
    const key = { device: devices[index % devices.length] ?? '', seq: index, seconds: index / 20 }
    const event = eventOf(messageAt(index, key))
    events.push(event)
    const repeats = random() < 0.3 ? 1 + Math.floor(random() * 5) : 0
    for (let repeat = 0; repeat < repeats; repeat++) {
      const isSentAgain = random() < 0.5
      const enqueuedAt = new Date(Date.parse(event.enqueuedAt) + (isSentAgain ? 2000 * (repeat + 1) : 0)).toISOString()
      events.push({ ...event, enqueuedAt })
    }
  }
  return events
}

function messageAt(index: number, key: { device: string; seq: number; seconds: number }) {
  // Each device has an incident every few seconds, told in three messages.
  const round = Math.floor(index / devices.length)
  const phase = ({ 3: 'opened', 4: 'updated', 5: 'closed' } as const)[round % 10]
  if (phase !== undefined) return incidentMessage(key, { phase, start: Math.floor(round / 10) * 10, peak: peakAt(index, key) })
  return round % 10 === 7 ? healthMessage(key) : inferenceMessage(key, `camera-${index % 3}`)
}

function peakAt(index: number, key: { seconds: number }) {
  const { peak } = incidentMessage({ seq: index, ...key })
  return { ...peak, detection: { ...peak.detection, confidence: 0.5 + (index % 7) / 20 } }
}
