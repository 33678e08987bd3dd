import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { createApp } from '../../../shared/app.ts'
import type { ReceivedEvent } from '../../../shared/domain/received-event.ts'
import { ingestBatch } from '../../../shared/operations/ingest-batch.ts'
import { replaySpill } from '../../../shared/operations/replay-spill.ts'
import type { Ports } from '../../../shared/ports.ts'
import { countRows } from '../../harness/dump-tables.ts'
import type { FaultProxy, NetworkFault } from '../../harness/fault-proxy.ts'
import { eventOf, incidentMessage, inferenceMessage, startOfTime } from '../../harness/sample-messages.ts'
import { type StorageProxy, startStorageProxy } from '../../harness/storage-proxy.ts'
import { planOneAlert, testConfig } from '../../harness/test-app.ts'

// All of half an hour at 50 events a second: EVERY_EVENT=1 npm test -- ingest-outage
const isThorough = process.env['EVERY_EVENT'] !== undefined
const minute = 60_000
const startMs = 10_000
const devices = Array.from({ length: 8 }, (_, index) => `edge-${index + 1}`)
const batchSize = 100
/** What a full batch costs of the virtual time; a plain laptop needs less. */
const batchMs = 100
const unavailable: NetworkFault = { kind: 'reject', status: 503 }

interface Outage {
  readonly name: string
  readonly away: (proxy: StorageProxy) => readonly FaultProxy[]
  readonly minutes: number
  readonly eventsPerSecond: number
}

const outages = (
  [
    { name: 'all of it, for half an hour', away: ({ table, blob, queue }) => [table, blob, queue], minutes: 30, eventsPerSecond: 1 },
    { name: 'the tables alone, for minutes', away: ({ table }) => [table], minutes: 2, eventsPerSecond: 15 },
  ] satisfies Outage[]
).map((outage): Outage => (isThorough ? { ...outage, minutes: 30, eventsPerSecond: 50 } : outage))

describe('ingest while storage answers 503', () => {
  let azurite: RunningAzurite
  before(async () => {
    azurite = await startAzurite()
  })
  after(() => azurite.close())

  /** A plant that goes on sending, on a clock that waits move on: those that wait at the same time wait together. */
  async function startPlant({ away, minutes, eventsPerSecond }: Outage, first: number) {
    const endMs = startMs + minutes * minute
    let nowMs = 0
    const waits: number[] = []
    const failures: number[] = []
    const sleep = async (ms: number) => {
      waits.push(ms)
      const until = nowMs + ms
      await new Promise(setImmediate)
      nowMs = Math.max(nowMs, until)
    }
    const clock = () => new Date(Date.parse(startOfTime) + nowMs)
    const proxy = await startStorageProxy(azurite)
    const ports = createApp(testConfig(proxy.connectionString), { planAlerts: planOneAlert, clock }, { sleep, now: clock })
    for (const id of devices) await ports.devices.save({ id, site: 'plant-1', name: id })
    for (const service of away(proxy))
      service.decide = () => {
        if (nowMs < startMs || nowMs >= endMs) return undefined
        failures.push(nowMs)
        return unavailable
      }
    const time = { now: () => nowMs, pass: (ms: number) => (nowMs += ms) }
    return { proxy, ports, waits, failures, time, endMs, eventsPerSecond, first }
  }

  type Plant = Awaited<ReturnType<typeof startPlant>>
  const isIncident = ({ eventsPerSecond }: Plant, index: number) => index % (20 * eventsPerSecond) === 0

  /** What the hub holds: every twentieth second an incident, otherwise what the model saw. */
  function eventAt(plant: Plant, index: number): ReceivedEvent {
    const seq = plant.first + index
    const seconds = Math.floor(index / plant.eventsPerSecond)
    const device = devices[index % devices.length]!
    const camera = `${device}-camera`
    if (isIncident(plant, index)) return eventOf(incidentMessage({ device, seq, seconds }, { camera, rule: `rule-${plant.first}` }))
    return eventOf(inferenceMessage({ device, seq, seconds }, camera))
  }

  /** The host: a batch that throws comes again, after 1 to 30 seconds; the spill is replayed each minute. Ends when all is caught up. */
  async function run(plant: Plant): Promise<{ position: number; caughtUpMs: number | undefined }> {
    const { ports, time, endMs } = plant
    let position = 0
    let backoffMs = 1000
    let replayDueMs = minute
    const waiting = () => Math.floor((time.now() / 1000) * plant.eventsPerSecond) - position
    while (time.now() < endMs + 6 * minute) {
      if (time.now() >= replayDueMs) {
        replayDueMs = time.now() + minute
        while ((await replayQuietly(ports)) > 0) time.pass(batchMs)
      }
      if (waiting() < batchSize) {
        if (time.now() >= endMs && (await ports.spill.list(1)).length === 0) return { position, caughtUpMs: time.now() }
        time.pass(1000)
        continue
      }
      try {
        await ingestBatch(
          ports,
          Array.from({ length: batchSize }, (_, index) => eventAt(plant, position + index)),
        )
        position += batchSize
        backoffMs = 1000
        time.pass(batchMs)
      } catch (error) {
        assert.equal((error as { code?: string }).code, 'storage-unavailable')
        time.pass(backoffMs)
        backoffMs = Math.min(30_000, backoffMs * 2)
      }
    }
    return { position, caughtUpMs: undefined }
  }

  for (const [index, outage] of outages.entries()) {
    test(`${outage.name}: loses nothing, asks with patience, and has caught up five minutes later`, async (t) => {
      const plant = await startPlant(outage, index * 1_000_000)
      t.after(() => plant.proxy.close())
      const before = await countRows(azurite.connectionString, 'Inferences')
      const { position, caughtUpMs } = await run(plant)
      assert.ok(caughtUpMs !== undefined && caughtUpMs <= plant.endMs + 5 * minute, `caught up at ${caughtUpMs}`)

      const incidents = Array.from({ length: position }, (_, place) => place).filter((place) => isIncident(plant, place)).length
      assert.ok(position >= outage.minutes * 60 * outage.eventsPerSecond)
      assert.equal((await countRows(azurite.connectionString, 'Inferences')) - before, position - incidents)
      assert.equal(await countIncidents(plant), incidents)

      const { failures, waits } = plant
      const worst = Math.max(...failures.map((from) => failures.filter((at) => at >= from && at < from + 30_000).length))
      assert.ok(failures.length > 20 && worst <= 100, `${failures.length} failures, ${worst} in 30 s`)
      // First, second and third wait: fourfold each time, and half of it by chance; nobody asks again at once.
      const ranges = [100, 400, 1600].map((most) => waits.filter((ms) => ms >= most / 2 && ms <= most))
      assert.equal(ranges.flat().length, waits.length)
      for (const range of ranges) assert.ok(new Set(range).size > range.length / 2)
    })
  }

  async function countIncidents({ ports, first }: Plant): Promise<number> {
    let count = 0
    let cursor: string | undefined
    do {
      const page = await ports.incidents.list({
        sites: ['plant-1'],
        rule: `rule-${first}`,
        limit: 100,
        ...(cursor !== undefined && { cursor }),
      })
      count += page.items.length
      cursor = page.cursor
    } while (cursor !== undefined)
    return count
  }
})

/** The timer of the host: what fails is logged, and comes again. */
async function replayQuietly(ports: Ports): Promise<number> {
  try {
    return await replaySpill(ports)
  } catch (error) {
    assert.equal((error as { code?: string }).code, 'storage-unavailable')
    return 0
  }
}
