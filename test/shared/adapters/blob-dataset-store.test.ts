import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { DatasetItem, DatasetVersion } from '../../../shared/domain/dataset.ts'
import { createDatasetDigest } from '../../../shared/domain/dataset-version.ts'
import type { DatasetStore } from '../../../shared/ports.ts'
import { sampleItem } from '../../harness/labelled-recording.ts'
import { createTestApp } from '../../harness/test-app.ts'

describe('the store of datasets', () => {
  let azurite: RunningAzurite
  let datasets: DatasetStore

  before(async () => {
    azurite = await startAzurite()
    datasets = (await createTestApp(azurite.connectionString)).datasets
  })
  after(() => azurite.close())

  const headerOf = (site: string, items: readonly DatasetItem[]) => {
    const digest = createDatasetDigest()
    for (const item of items) digest.add(item)
    return digest.header(site, { splitBy: 'scene', leftOut: {} })
  }
  const enter = async (site: string, name: string, createdAt: string) => {
    const header = headerOf(site, [sampleItem(name)])
    await datasets.add({ ...header, createdAt })
    return header.version
  }
  async function* each(items: readonly DatasetItem[]) {
    yield* items
  }
  const read = async (version: DatasetVersion) => {
    const items: DatasetItem[] = []
    for await (const item of datasets.items(version)) items.push(item)
    return items
  }

  it('gives items back over the border of blocks, from any of them on', async () => {
    const long = 'x'.repeat(60)
    const items = Array.from({ length: 9000 }, (_, index) => sampleItem(`frame ${index}`, { incidents: [`${long}${index % 10}`] }))
    const header = headerOf('blocks', items)
    await datasets.save(header, each(items), {})
    assert.deepEqual(await read(header.version), items)
    let count = 0
    for await (const { item, next } of datasets.itemsFrom(header.version, 0)) {
      assert.equal(item.frame, items[count]?.frame)
      if (count++ % 3000 !== 2999 || count === items.length) continue
      for await (const following of datasets.itemsFrom(header.version, next)) {
        assert.equal(following.item.frame, items[count]?.frame)
        break
      }
    }
    assert.equal(count, items.length)
  })

  it('has no version whose items were not all there', async () => {
    const items = [sampleItem('a'), sampleItem('b')]
    const header = headerOf('broken', items)
    const breaking = async function* () {
      yield items[0]!
      throw new Error('the labels could not be read')
    }
    await assert.rejects(datasets.save(header, breaking(), {}), /could not be read/)
    await assert.rejects(datasets.save(header, each([items[0]!]), {}), { code: 'dataset-changed' })
    assert.equal(await datasets.header(header.version), undefined)
    await assert.rejects(read(header.version), { code: 'not-found' })
    await datasets.save(header, each(items), { 'note.json': '{}' })
    assert.deepEqual([await read(header.version), await datasets.file(header.version, 'note.json')], [items, '{}'])
  })

  it('lists the versions of several sites by time, page by page', async () => {
    const wanted = [
      await enter('list-a', '3', '2026-03-03T00:00:00.000Z'),
      await enter('list-b', '2', '2026-03-02T00:00:00.000Z'),
      await enter('list-a', '1', '2026-03-01T00:00:00.000Z'),
    ]
    const found: DatasetVersion[] = []
    let cursor: string | undefined
    do {
      const page = await datasets.list({ sites: ['list-a', 'list-b', 'list-c'], cursor, limit: 1 })
      found.push(...page.items.map(({ version }) => version))
      cursor = page.cursor
    } while (cursor !== undefined)
    assert.deepEqual(found, wanted)
    assert.deepEqual(await datasets.list({ sites: [], limit: 10 }), { items: [], cursor: undefined })
  })

  it('dates a version once', async () => {
    const version = await enter('dated', '1', '2026-03-01T00:00:00.000Z')
    await enter('dated', '1', '2026-03-02T00:00:00.000Z')
    assert.equal((await datasets.find(version))?.createdAt, '2026-03-01T00:00:00.000Z')
    assert.equal((await datasets.list({ sites: ['dated'], limit: 10 })).items.length, 1)
  })

  it('holds an entry with hundreds of long labels', async () => {
    const labels = Array.from({ length: 700 }, (_, index) => `${'\u00e9'.repeat(60)}${index}`).sort()
    const header = { ...headerOf('labels', [sampleItem('labels')]), labels }
    await datasets.add({ ...header, createdAt: '2026-03-01T00:00:00.000Z' })
    assert.deepEqual((await datasets.find(header.version))?.labels, labels)
  })

  it('lets nobody give splits over those that somebody else gave meanwhile', async () => {
    const none = await datasets.splits('splits')
    assert.deepEqual(none.value, {})
    await datasets.saveSplits('splits', { a: 'train' }, none.version)
    await assert.rejects(datasets.saveSplits('splits', { a: 'test' }, none.version), { code: 'dataset-changed' })
    await datasets.saveSplits('splits', { a: 'train' }, none.version)
    const some = await datasets.splits('splits')
    await datasets.saveSplits('splits', { a: 'train', constructor: 'test' }, some.version)
    await assert.rejects(datasets.saveSplits('splits', { a: 'train', c: 'test' }, some.version), { code: 'dataset-changed' })
    assert.deepEqual((await datasets.splits('splits')).value, { a: 'train', constructor: 'test' })
  })
})
