import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { laptopPeople } from '../../../local/sign-in/people.ts'
import type { DatasetItem } from '../../../shared/domain/dataset.ts'
import { buildDataset } from '../../../shared/operations/build-dataset.ts'
import type { Ports } from '../../../shared/ports.ts'
import { labelledRecording, samplePlant } from '../../harness/labelled-recording.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { type Answer, reviewApi } from './review-api.ts'

describe('the datasets of a site', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let call: ReturnType<typeof reviewApi>
  const versions: string[] = []
  let foreign = ''

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
    call = reviewApi(ports)
    await ports.rosters.saveSite({ id: 'plant', name: 'Plant', timeZone: 'UTC' })
    for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: ['plant'] })
    const store = async ({ work, labels, manifest }: ReturnType<typeof labelledRecording>, site = 'plant') => {
      await ports.frames.saveManifest({ ...manifest, site })
      await ports.frames.saveLabels({ ...labels, site })
      await ports.recordingWork.save({ ...work, site }, undefined)
    }
    const plant = samplePlant(12)
    for (const count of [8, 12]) {
      for (const one of plant.slice(count === 8 ? 0 : 8, count)) await store(one)
      versions.push((await buildDataset(ports, { site: 'plant', night: 'nightly-plant-2026-03-05' })).version!)
    }
    await store(labelledRecording({ id: 'elsewhere', frames: [{}] }), 'other')
    foreign = (await buildDataset(ports, { site: 'other', night: 'nightly-other-2026-03-05' })).version!
  })
  after(() => azurite.close())

  const ask = (path: string, query: Record<string, string> = {}) => call('GET', path, { as: 'data-scientist', query })

  it('are listed newest first, a page at a time, and none of another site', async () => {
    const first = await ask('datasets', { limit: '1' })
    const second = await ask('datasets', { limit: '1', cursor: first.body.cursor })
    const found = [first, second].flatMap(({ body }) => body.items.map(({ version }: { version: string }) => version))
    assert.deepEqual(found, versions.toReversed())
    assert.equal(second.body.cursor, undefined)
    assert.equal((await ask('datasets', { site: 'other' })).status, 404)
    assert.equal((await ask('datasets', { cursor: 'nonsense' })).status, 400)
  })

  it('say what is in a version, and what a person should know of it', async () => {
    const { body } = await ask(`datasets/${versions[1]}`)
    assert.deepEqual([body.items, body.previous, body.night], [36, versions[0], 'nightly-plant-2026-03-05'])
    const described = (await ask(`datasets/${versions[1]}/statistics`)).body
    assert.equal(described.statistics.items, 36)
    assert.equal(described.findings.find(({ check }: { check: string }) => check === 'leak').severity, 'good')
  })

  it('give their items page by page, in order, each once', async () => {
    const items: DatasetItem[] = []
    let cursor: string | undefined
    do {
      const page: Answer = await ask(`datasets/${versions[1]}/items`, { limit: '10', ...(cursor && { cursor }) })
      assert.ok(page.body.items.length <= 10)
      items.push(...page.body.items)
      cursor = page.body.cursor
    } while (cursor !== undefined)
    const all: DatasetItem[] = []
    for await (const item of ports.datasets.items(versions[1]!)) all.push(item)
    assert.deepEqual(items, all)
  })

  it('find items by group, label, split and camera', async () => {
    const find = async (query: Record<string, string>): Promise<DatasetItem[]> =>
      (await ask(`datasets/${versions[1]}/items`, query)).body.items
    assert.equal((await find({ group: 'false-positive' })).length, 12)
    assert.equal((await find({ label: 'hand' })).length, 12)
    assert.ok((await find({ camera: 'line-2', split: 'train' })).every(({ camera, split }) => camera === 'line-2' && split === 'train'))
    assert.equal((await ask(`datasets/${versions[1]}/items`, { cursor: '7' })).status, 400)
    assert.equal((await ask(`datasets/${versions[1]}/items`, { cursor: '-1' })).status, 400)
    assert.deepEqual((await ask(`datasets/${versions[1]}/items`, { cursor: '999999999' })).body.items, [])
  })

  it('tell two versions apart', async () => {
    const { body } = await ask(`datasets/${versions[1]}/diff`, { against: versions[0]! })
    assert.deepEqual(body.frames, { added: 12, removed: 0, changed: 0, same: 24 })
    assert.equal((await ask(`datasets/${versions[1]}/diff`, { against: foreign })).status, 404)
  })

  it('name the pictures that are not the same, page by page, each side of them', async () => {
    const find = async (version: string, against: string, query: Record<string, string> = {}) => {
      const found: { kind: string; before?: DatasetItem; after?: DatasetItem }[] = []
      let cursor: string | undefined
      do {
        const page: Answer = await ask(`datasets/${version}/differences`, { against, limit: '5', ...query, ...(cursor && { cursor }) })
        assert.equal(page.status, 200)
        assert.ok(page.body.items.length <= 5)
        found.push(...page.body.items)
        cursor = page.body.cursor
      } while (cursor !== undefined)
      return found
    }
    const [first, second] = versions as [string, string]
    const added = await find(second, first)
    assert.equal(new Set(added.map(({ after }) => after!.frame)).size, 12)
    assert.ok(added.every(({ kind, before }) => kind === 'added' && before === undefined))
    const removed = await find(first, second, { kind: 'removed' })
    assert.deepEqual(
      removed.map(({ before }) => before),
      added.map(({ after }) => after),
    )
    assert.deepEqual(await find(second, first, { kind: 'removed' }), [])
    assert.deepEqual(await find(second, second), [])
    for (const cursor of ['7', '1-1', 'x-0'])
      assert.equal((await ask(`datasets/${second}/differences`, { against: first, cursor })).status, 400, cursor)
  })

  it('of another site look like those that do not exist', async () => {
    for (const version of [foreign, 'ds-0000000000000000'])
      for (const path of ['', '/statistics', '/items', `/diff?against=${versions[0]}`]) {
        const [tail, against] = path.split('?against=')
        assert.equal((await ask(`datasets/${version}${tail}`, against ? { against } : {})).status, 404, `${version}${path}`)
      }
    assert.equal((await ask('datasets/ds-1')).status, 400)
  })

  it('show a frame with where it comes from and what is on it, and open its picture for ten minutes', async () => {
    const { items } = (await ask(`datasets/${versions[1]}/items`, { limit: '1' })).body
    const { body } = await ask(`frames/${items[0].frame}`)
    assert.deepEqual([body.of.recording, body.of.decoder, body.labels.group], [items[0].recording, 'test 1', items[0].group])
    const link = await call('POST', `frames/${items[0].frame}/links`, { as: 'data-labeler' })
    assert.equal(link.status, 201)
    assert.match(link.body.url, new RegExp(`/ml-data/frames/${items[0].frame}.jpg\\?`))
    const { entries } = await ports.audit.read({ site: 'plant', from: 1, limit: 100 })
    assert.equal(entries.at(-1)?.subject, `frame/${items[0].frame}`)
  })

  it('open up to fifty pictures by one call that one entry of the audit chain names, and leave out what is not theirs to see', async () => {
    const { items } = (await ask(`datasets/${versions[1]}/items`, { limit: '3' })).body
    const mine = items.map(({ frame }: DatasetItem) => frame)
    const hidden = labelledRecording({ id: 'elsewhere', frames: [{}] }).manifest.frames[0]!.id
    const open = (frames: string[]) => call('POST', 'frames/links', { as: 'data-labeler', body: { frames } })
    const { status, body } = await open([...mine, mine[0], hidden, 'f'.repeat(64)])
    assert.equal(status, 201)
    assert.deepEqual(
      body.items.map(({ frame }: { frame: string }) => frame),
      mine,
    )
    assert.match(body.items[0].url, new RegExp(`/ml-data/frames/${mine[0]}.jpg\\?`))
    const { entries } = await ports.audit.read({ site: 'plant', from: 1, limit: 100 })
    const { subject, detail } = entries.at(-1)!
    assert.deepEqual([subject, detail], ['frames', { container: 'ml-data', frames: mine.join(' ') }])
    assert.equal((await open([])).status, 400)
    assert.equal((await open(Array(51).fill(mine[0]))).status, 400)
  })

  it('show no frame of another site', async () => {
    const { frames } = labelledRecording({ id: 'elsewhere', frames: [{}] }).manifest
    for (const id of [frames[0]!.id, 'f'.repeat(64)]) {
      assert.equal((await ask(`frames/${id}`)).status, 404)
      assert.equal((await call('POST', `frames/${id}/links`, { as: 'data-scientist' })).status, 404)
    }
  })
})
