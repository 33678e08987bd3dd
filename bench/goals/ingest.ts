import { TableClient, type TransactionAction } from '@azure/data-tables'
import { startAzurite } from '../../local/azurite/start.ts'
import { createBlobMessageArchive } from '../../shared/adapters/blob-message-archive.ts'
import { createStorage } from '../../shared/adapters/storage.ts'
import { createTableInferenceStore } from '../../shared/adapters/table-inference-store.ts'
import type { InferenceMessage } from '../../shared/domain/messages.ts'
import { quantile, report } from '../report.ts'

const devices = 100
// Each device speaks every 1.5 s, so that a minute of the site has 4,000 messages. The stores are asked as fast as they
// answer: what is measured is a backlog being drained, in the time that its messages carry.
const secondsBetween = 1.5

interface Measured {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly cpuMs: number
}

/** Devices that each keep so many messages unacknowledged, until so many are stored. */
async function run(count: number, window: number, first: number, save: (message: InferenceMessage) => Promise<unknown>): Promise<Measured> {
  const waits: number[] = []
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  const perDevice = count / devices
  const senders = Array.from({ length: devices }, async (_, device) => {
    let next = 0
    const send = async () => {
      while (next < perDevice) {
        const message = messageOf(device, first + next++)
        const sentAt = performance.now()
        await save(message)
        waits.push(performance.now() - sentAt)
      }
    }
    await Promise.all(Array.from({ length: window }, send))
  })
  await Promise.all(senders)
  const { user, system } = process.cpuUsage(cpu)
  const seconds = (performance.now() - startedAt) / 1000
  return { perSecond: count / seconds, p50: quantile(waits, 0.5), p99: quantile(waits, 0.99), cpuMs: (user + system) / 1000 / count }
}

function messageOf(device: number, index: number): InferenceMessage {
  const at = new Date(Date.UTC(2026, 0, 1) + index * secondsBetween * 1000 + device).toISOString()
  const detection = { label: 'bottle', confidence: 0.91, box: { left: 0.1, top: 0.2, width: 0.3, height: 0.4 } }
  return {
    ...{ device: `edge-${device}`, bootId: 'boot', seq: index, at, camera: `camera-${device}` },
    model: { name: 'line', version: '1', digest: 'a'.repeat(64) },
    frames: [{ at, ptsMs: index * 1500, width: 640, height: 360, inferenceMs: 4, detections: [detection] }],
  }
}

/** What the database itself does at most: rows a second in transactions that are full and need nobody to wait for. */
async function runTransactions(table: TableClient, count: number): Promise<number> {
  const rows = 100
  const shards = 8
  const made = Array.from({ length: count / rows }, (_, index) =>
    Array.from({ length: rows }, (_, row): TransactionAction => {
      const data = JSON.stringify(messageOf(row, index))
      return ['upsert', { partitionKey: `shard-${index % shards}`, rowKey: `${index}-${row}`, data }, 'Replace']
    }),
  )
  const startedAt = performance.now()
  const send = async () => {
    for (let next = made.pop(); next !== undefined; next = made.pop()) await table.submitTransaction(next)
  }
  await Promise.all(Array.from({ length: shards }, send))
  return count / ((performance.now() - startedAt) / 1000)
}

const azurite = await startAzurite()
try {
  const storage = createStorage({ connectionString: azurite.connectionString })
  const store = createTableInferenceStore(storage)
  const saveOurs = (message: InferenceMessage) => store.save({ site: 'plant-1', isLate: false, time: message.at, message })

  const table = TableClient.fromConnectionString(azurite.connectionString, 'Naive', { allowInsecureConnection: true })
  await table.createTable()
  const saveNaive = (message: InferenceMessage) =>
    table.upsertEntity({
      partitionKey: message.device,
      rowKey: `${message.bootId}-${message.seq}`,
      data: JSON.stringify(message),
    })

  await run(2000, 1, 0, saveNaive)
  await run(2000, 8, 0, saveOurs)
  const naive = await run(10_000, 1, 1000, saveNaive)
  const single = await run(10_000, 1, 1000, saveOurs)
  const ours = await run(20_000, 8, 2000, saveOurs)

  const bare = await runTransactions(table, 20_000)

  const peer = 'one upsert per message, window 1'
  report({
    ...{ what: '100 devices, 8 unacknowledged each, stored messages', peer, unit: '/s', better: 'higher', goal: 4.5 },
    ...{ peerValue: naive.perSecond, ourValue: ours.perSecond },
  })
  report({
    ...{
      what: '… beside the limit',
      peer: 'full transactions of 100 rows, made up beforehand, as many at once',
      unit: '/s',
      better: 'higher',
      goal: 0.8,
    },
    ...{ peerValue: bare, ourValue: ours.perSecond },
  })
  report({
    ...{ what: '… time to the acknowledgement, p99', peer, unit: 'ms', better: 'lower', goal: 1 / 1.2 },
    ...{ peerValue: naive.p99, ourValue: ours.p99 },
  })
  report({
    ...{ what: '100 devices, 1 unacknowledged each, stored messages', peer, unit: '/s', better: 'higher', goal: 2.5 },
    ...{ peerValue: naive.perSecond, ourValue: single.perSecond },
  })
  report({ ...{ what: '… p50', peer, unit: 'ms', better: 'lower', goal: 2 }, peerValue: naive.p50, ourValue: single.p50 })
  report({ ...{ what: '… p99', peer, unit: 'ms', better: 'lower', goal: 2 }, peerValue: naive.p99, ourValue: single.p99 })
  report({
    ...{ what: 'CPU of this process per stored message', peer, unit: 'ms', better: 'lower', goal: 5 },
    ...{ peerValue: naive.cpuMs, ourValue: ours.cpuMs },
  })

  // Fill up to 200,000 rows, and measure the last 20,000 against the first.
  await run(140_000, 8, 4000, saveOurs)
  const full = await run(20_000, 8, 18_000, saveOurs)
  report({
    ...{ what: 'stored messages a second with 200,000 rows', peer: 'the same with 30,000 rows', unit: '/s', better: 'higher', goal: 0.8 },
    ...{ peerValue: ours.perSecond, ourValue: full.perSecond },
  })

  const archive = createBlobMessageArchive(storage)
  const events = Array.from({ length: 100 }, (_, index) => ({
    ...{ device: `edge-${index}`, enqueuedAt: '2026-01-01T08:00:00.000Z', properties: { type: 'inference', schema: '1' } },
    body: Buffer.from(JSON.stringify(messageOf(index, 1))),
  }))
  await archive.append(events)
  const startedAt = performance.now()
  const blocks = 500
  let next = 0
  const append = async () => {
    while (next++ < blocks) await archive.append(events)
  }
  await Promise.all([append(), append(), append(), append()])
  const archivedPerSecond = (blocks * events.length) / ((performance.now() - startedAt) / 1000)
  report({
    ...{ what: 'messages to the raw archive', peer: 'rows in transactions', unit: '/s', better: 'higher', goal: 4 },
    ...{ peerValue: ours.perSecond, ourValue: archivedPerSecond },
  })
} finally {
  await azurite.close()
}
