import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startAzurite } from '../../../local/azurite/start.ts'
import type { DatasetExport, DatasetItem } from '../../../shared/domain/dataset.ts'
import type { Night } from '../../../shared/domain/night.ts'
import type { Ports } from '../../../shared/ports.ts'
import { sampleVideo } from '../../harness/ingest-process.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { hostData, launchNightHost, type NightHost } from './support/night-host.ts'
import { makeVideos, type SeededRecording, seedPlant, uploadRecording } from './support/seed-plant.ts'

/** One date for all of them: a test that runs over midnight must not see two. */
const today = { site: 'plant-1', date: '2025-01-01' }
const run = promisify(execFile)
const client = fileURLToPath(new URL('./support/start-process.ts', import.meta.url))

describe('a night over a plant with judged incidents', () => {
  const closing: (() => unknown)[] = []
  const t = { after: (close: () => unknown) => void closing.push(close) }
  let ports: Ports
  let connectionString: string
  let app: NightHost
  let seeded: SeededRecording[]
  let answered: string[]
  let night: Night

  const finished = (from: number) => app.host.line(/Executed 'Functions\.finish-night' \(Succeeded/, from)
  const getNight = (id: string) => app.call<Night>('GET', `nights/${id}`, 'safety-auditor')

  before(async () => {
    const azurite = await startAzurite()
    t.after(() => azurite.close())
    connectionString = azurite.connectionString
    ports = await createTestApp(connectionString)
    seeded = await seedPlant(ports, azurite.connectionString, makeVideos(4))
    app = await launchNightHost(azurite.connectionString, hostData(t))
    t.after(() => app.host.kill())
    for (const [index, { incident }] of seeded.entries()) {
      const verdict = index % 3 === 2 ? 'rejected' : 'confirmed'
      await app.call('POST', `incidents/${incident}/verdicts`, 'site-engineer', { verdict })
    }
    const clients = [1, 2].map(() => run(process.execPath, [client, app.host.url, '20', JSON.stringify(today)]))
    answered = (await Promise.all(clients)).flatMap(({ stdout }) => stdout.trim().split('\n'))
    await finished(0)
    night = await getNight(answered[0]!)
  })
  after(async () => {
    for (const close of closing.reverse()) await close()
  })

  test('that two processes ask for forty times at once is one', async () => {
    assert.equal(answered.length, 40)
    assert.equal(new Set(answered).size, 1)
    const { items } = await app.call<{ items: Night[] }>('GET', 'nights', 'safety-auditor')
    assert.deepEqual(
      items.map(({ id }) => id),
      [night.id],
    )
    const instances = await fetch(`${app.host.url}/runtime/webhooks/durabletask/instances?instanceIdPrefix=nightly`)
    assert.equal(((await instances.json()) as unknown[]).length, 1)
    const { entries } = await ports.audit.read({ site: 'plant-1', from: 1, limit: 100 })
    assert.equal(entries.filter(({ action }) => action === 'night-started').length, 1)
    assert.equal((await ports.datasets.list({ sites: ['plant-1'], limit: 10 })).items.length, 1)
  })

  test('is complete and counts what it did', () => {
    const { state, problems, progress } = night
    assert.deepEqual({ state, problems }, { state: 'complete', problems: [] })
    assert.deepEqual(progress.recordings, { all: 4, done: 4, bad: 0 })
    assert.ok(progress.frames > 0 && progress.annotations > 0 && progress.bytes > 0)
  })

  test('leaves a dataset with frames of both groups', async () => {
    const items: DatasetItem[] = []
    for await (const item of ports.datasets.items(night.dataset!)) items.push(item)
    const ofGroup = (group: string) => items.filter((item) => item.group === group)
    assert.ok(ofGroup('positive').length > 0)
    assert.ok(ofGroup('false-positive').length > 0)
    assert.ok(ofGroup('positive').every(({ annotations }) => annotations.length > 0))
    assert.ok(ofGroup('false-positive').every(({ recording }) => recording === seeded[2]!.id))
  })

  test('moves the watermark, so that the next one finds nothing new to do and leaves the same dataset', async () => {
    const from = app.host.lines.length
    const again = await app.call<Night>('POST', 'nights', 'data-scientist', { ...today, again: true })
    assert.equal(again.id, `${night.id}-2`)
    assert.ok(again.from !== undefined && again.from < night.endedAt!)
    await finished(from)
    const { state, dataset, progress } = await getNight(again.id)
    assert.deepEqual(
      { state, dataset, frames: progress.frames },
      { state: 'complete', dataset: night.dataset, frames: night.progress.frames },
    )
    assert.equal((await ports.datasets.list({ sites: ['plant-1'], limit: 10 })).items.length, 1)
  })

  test('can be exported: the ZIP is read back before it is called ready', async () => {
    const from = app.host.lines.length
    const request = { format: 'coco', images: 'included' }
    const { id } = await app.call<{ id: string }>('POST', `datasets/${night.dataset}/exports`, 'data-scientist', request)
    await app.host.line(/Executed 'Functions\.check-export' \(Succeeded/, from)
    const job = await app.call<DatasetExport>('GET', `exports/${id}`, 'data-scientist')
    assert.deepEqual([job.state, job.frames], ['ready', (await ports.datasets.header(night.dataset!))?.items])
  })

  test('takes a verdict that comes later into the next dataset', async () => {
    const from = app.host.lines.length
    const { incident } = seeded[1]!
    await app.call('POST', `incidents/${incident}/verdicts/withdraw`, 'site-engineer', {})
    const next = await app.call<Night>('POST', 'nights', 'iot-engineer', { ...today, again: true })
    await finished(from)
    const { dataset } = await getNight(next.id)
    assert.notEqual(dataset, night.dataset)
  })

  test('can be prepared by the script for laptops, which judges what nobody has judged, and nothing twice', async () => {
    const judge = async () => (await run(process.execPath, ['tools/give-verdicts.mjs', new URL(app.host.url).port])).stdout.trim()
    assert.match(await judge(), /^(1 incidents confirmed, 0|0 incidents confirmed, 1) rejected$/)
    assert.equal(await judge(), '0 incidents confirmed, 0 rejected')
  })

  test('names a video that cannot be read, tries it in one more night, and puts it aside for people to see', async () => {
    await uploadRecording(ports, connectionString, { id: 'rec-broken', seq: 900, start: 900, video: sampleVideo })
    const outcomes: string[] = []
    for (const _ of [1, 2, 3]) {
      const from = app.host.lines.length
      const { id } = await app.call<Night>('POST', 'nights', 'data-scientist', { ...today, again: true })
      await finished(from)
      const { state, problems } = await getNight(id)
      outcomes.push([state, ...problems.map(({ recording, step }) => `${recording} ${step}`)].join(': '))
    }
    assert.deepEqual(outcomes, ['partial: rec-broken split', 'partial: rec-broken split', 'complete'])
    const { items } = await app.call<{ items: { reason: string; detail: string }[] }>('GET', 'quarantine', 'iot-engineer')
    assert.deepEqual(
      items.map(({ reason }) => reason),
      ['video-unreadable'],
    )
    assert.match(items[0]!.detail, /^Recording rec-broken: /)
  })
})
