import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { BlobServiceClient } from '@azure/storage-blob'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { ReceivedEvent } from '../../../shared/domain/received-event.ts'
import { ingestBatch } from '../../../shared/operations/ingest-batch.ts'
import { readInsights } from '../../../shared/operations/read-insights.ts'
import { listCrashPoints, runIntoCrash } from '../../harness/crash-runner.ts'
import { dumpTables } from '../../harness/dump-tables.ts'
import { hourOfEvents, lateEvents, messageDay, saveHistory } from '../../harness/insight-plant.ts'
import { openInsights, workOutInsights } from '../../harness/insights-process.ts'
import { createRandom, shuffle } from '../../harness/random.ts'

const script = fileURLToPath(new URL('../../harness/insights-process.ts', import.meta.url))

describe('insights', () => {
  let azurite: RunningAzurite
  before(async () => {
    azurite = await startAzurite()
  })
  after(() => azurite.close())

  /** A site of its own, with four weeks behind it and these messages stored. Its device has a name of the same length. */
  async function plant(site: string): Promise<{ readonly device: string; take(events: readonly ReceivedEvent[]): Promise<void> }> {
    const ports = await openInsights(azurite.connectionString, site)
    const device = `edge-${site}`
    await ports.devices.save({ id: device, site, name: device })
    await saveHistory(ports, site, device)
    return {
      device,
      take: async (events) => {
        const { failed } = await ingestBatch(ports, events)
        assert.deepEqual(failed, [])
      },
    }
  }

  /** Each file of a site's with the hash of its bytes. */
  async function files(site: string, format: 'csv' | 'parquet'): Promise<readonly string[]> {
    const container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('insights')
    const found: string[] = []
    for await (const { name } of container.listBlobsFlat({ prefix: format })) {
      if (!name.includes(`site=${site}/`)) continue
      const bytes = await container.getBlobClient(name).downloadToBuffer()
      const content = format === 'csv' ? bytes.toString('utf8').replaceAll(site, 'SITE') : bytes
      found.push(`${name} ${createHash('sha256').update(content).digest('hex')}`)
    }
    return found
  }

  /** All that the insights of a site are, byte for byte, but for how far they have come and the site's own name. */
  async function everything(site: string): Promise<readonly string[]> {
    const rows = (await dumpTables(azurite.connectionString, ['Insights', 'InsightHours'])).split('\n')
    const own = rows.filter((row) => row.includes(`"${site}`) && !row.includes('"progress"'))
    // The id of an anomaly is a hash of the site's name, among others.
    return [...own, ...(await files(site, 'csv'))]
      .map((line) => line.replaceAll(site, 'SITE').replaceAll(/id\\":\\"[0-9a-f]{64}/g, 'ID'))
      .sort()
  }

  it('count what was stored, find what is odd in it, and hand that over once', async () => {
    const { device, take } = await plant('sum')
    await take(hourOfEvents(device))
    await workOutInsights(azurite.connectionString, 'sum')
    const ports = await openInsights(azurite.connectionString, 'sum')
    const span = { site: 'sum', from: messageDay, to: messageDay }
    const found = await readInsights(ports, span, {})
    assert.equal(found.total.none, 3)
    assert.deepEqual(found.objects, [{ camera: `${device}-camera`, label: 'bottle', count: 30 }])
    assert.deepEqual(found.uptime[0]?.total, { live: 60, down: 0, disabled: 0, silent: 23 * 60 })
    const [anomaly, ...more] = await ports.insights.anomalies(span)
    assert.deepEqual(more, [])
    assert.deepEqual([anomaly?.direction, anomaly?.window, anomaly?.observed, anomaly?.expected], ['low', 'day', 30, 300])
    const waiting = (await ports.complianceItems.list('sum', 100)).filter(({ value }) => value.item.kind === 'anomaly')
    assert.equal(waiting.length, 1)
  })

  it('killed between any two writes end as if nothing had happened', async () => {
    const whole = await plant('whole-site')
    await whole.take(hourOfEvents(whole.device))
    const points = await listCrashPoints(script, [azurite.connectionString, 'whole-site'])
    const undisturbed = await everything('whole-site')
    assert.deepEqual(
      points.map(({ name }) => name.replace('insights-', '')).filter((name) => !name.startsWith('compliance')),
      ['hour', 'plan', 'day', 'month', 'watch', 'judged', 'file', 'settled', 'done'],
    )
    for (const [index, { name, times }] of points.entries()) {
      const site = `crash-${String(index).padStart(4, '0')}`
      const { device, take } = await plant(site)
      await take(hourOfEvents(device))
      await runIntoCrash(script, [azurite.connectionString, site], name, Math.ceil(times / 2))
      await workOutInsights(azurite.connectionString, site)
      assert.deepEqual(await everything(site), undisturbed, `killed at ${name}`)
    }
  })

  it('are the same for what came twice, late, or in another order', async () => {
    const together = await plant('together')
    await together.take([...hourOfEvents(together.device), ...lateEvents(together.device)])
    await workOutInsights(azurite.connectionString, 'together')
    const apart = await plant('in-parts')
    const events = hourOfEvents(apart.device)
    const mixed = shuffle([...events, ...events.slice(20, 60)], 50, createRandom(3))
    for (const part of [mixed.slice(0, 60), mixed.slice(60), lateEvents(apart.device), events.slice(0, 30), lateEvents(apart.device)]) {
      await apart.take(part)
      await workOutInsights(azurite.connectionString, 'in-parts')
    }
    assert.deepEqual(await everything('in-parts'), await everything('together'))
  })

  it('counted again from the stored messages are the same bytes', async () => {
    const { device, take } = await plant('recounted')
    await take([...hourOfEvents(device), ...lateEvents(device)])
    await workOutInsights(azurite.connectionString, 'recounted')
    const before = [await everything('recounted'), await files('recounted', 'parquet')]
    assert.equal(before[1]?.length, 4)
    const ports = await openInsights(azurite.connectionString, 'recounted')
    // What somebody broke by hand, and what is as it was.
    const [hour] = await ports.insights.hours({ site: 'recounted', from: '2026-11-20T08:00:00.000Z', to: '2026-11-20T09:00:00.000Z' })
    await ports.insights.saveHour({ ...hour!, tracks: { bottle: { wrong: '1-1000' } } })
    await ports.insights.saveRecount('recounted', messageDay, undefined)
    await workOutInsights(azurite.connectionString, 'recounted')
    assert.deepEqual([await everything('recounted'), await files('recounted', 'parquet')], before)
  })
})
