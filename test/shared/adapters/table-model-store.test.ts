import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { RegisteredModel } from '../../../shared/domain/registered-model.ts'
import type { ModelStore } from '../../../shared/ports.ts'
import { createTestApp } from '../../harness/test-app.ts'

function model(site: string, version: string, more: Partial<RegisteredModel> = {}): RegisteredModel {
  return {
    ...{ name: site, version, digest: digestOf(`${site} ${version}`), site, state: 'candidate', cardSha256: digestOf('card') },
    ...{ labels: ['bottle'], bytes: 1000, createdAt: `2026-11-${10 + Number(version)}T00:00:00.000Z`, ...more },
  }
}

const digestOf = (text: string) => Buffer.from(text).toString('hex').padEnd(64, '0').slice(0, 64)

describe('the store of models', () => {
  let azurite: RunningAzurite
  let models: ModelStore
  before(async () => {
    azurite = await startAzurite()
    models = (await createTestApp(azurite.connectionString)).models
  })
  after(() => azurite.close())

  test('lets one of many enter a version, and of two changes the first', async () => {
    const wanted = model('plant-1', '1')
    const writes = await Promise.allSettled(Array.from({ length: 8 }, () => models.save(wanted, undefined)))
    assert.equal(writes.filter(({ status }) => status === 'fulfilled').length, 1)
    const found = (await models.find('plant-1', '1'))!
    assert.deepEqual(found.value, wanted)
    await models.save({ ...wanted, state: 'approved' }, found.version)
    await assert.rejects(models.save({ ...wanted, state: 'refused' }, found.version), { code: 'model-changed' })
    assert.equal((await models.find('plant-1', '1'))?.value.state, 'approved')
    assert.equal(await models.find('plant-1', '2'), undefined)
  })

  test('gives a name to the site that used it first', async () => {
    await models.save(model('owner', '1'), undefined)
    await assert.rejects(models.save(model('other', '2', { name: 'owner' }), undefined), { code: 'input-invalid' })
    assert.equal(await models.find('owner', '2'), undefined)
  })

  test('refuses a version that would be a path', async () => {
    for (const version of ['../1', 'a/b', '', '.hidden', 'ü'])
      await assert.rejects(models.save({ ...model('paths', '1'), version }, undefined), { code: 'input-invalid' })
    await assert.rejects(models.readFile({ name: 'paths', version: '..' }, 'model.onnx'), { code: 'input-invalid' })
  })

  test('lists models of several sites newest first, page by page, each once', async () => {
    for (const version of ['1', '2', '3']) for (const site of ['list-a', 'list-b']) await models.save(model(site, version), undefined)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await models.list({ sites: ['list-a', 'list-b'], cursor, limit: 2 })
      seen.push(...page.items.map(({ name, version }) => `${name} ${version}`))
      cursor = page.cursor
    } while (cursor !== undefined)
    assert.deepEqual(seen, ['list-a 3', 'list-b 3', 'list-a 2', 'list-b 2', 'list-a 1', 'list-b 1'])
    await assert.rejects(models.list({ sites: ['list-a'], cursor: "m~' or 1 eq 1", limit: 2 }), { code: 'input-invalid' })
  })

  test('knows every model of a file, and a revoked digest under whatever name', async () => {
    const digest = digestOf('shared bytes')
    await models.save(model('same-a', '1', { digest }), undefined)
    await models.save(model('same-b', '1', { digest }), undefined)
    assert.deepEqual((await models.ofDigest(digest)).map(({ name }) => name).sort(), ['same-a', 'same-b'])
    assert.equal((await models.revoked()).has(digest), false)
    const found = (await models.find('same-a', '1'))!
    await models.save({ ...found.value, state: 'revoked' }, found.version)
    assert.equal((await models.revoked()).has(digest), true)
  })

  test('keeps a file for ever: the same bytes again change nothing, others are refused', async () => {
    const of = { name: 'files', version: '1.0' }
    // Larger than one block, so that it goes up in several.
    const bytes = new Uint8Array(9_000_000).map((_, index) => index % 251)
    await Promise.all([models.writeFile(of, 'model.onnx', bytes), models.writeFile(of, 'model.onnx', bytes)])
    await models.writeFile(of, 'model.onnx', bytes)
    await assert.rejects(models.writeFile(of, 'model.onnx', bytes.with(8_999_999, 7)), { code: 'model-changed' })
    await models.writeFile(of, 'model.json', Buffer.from('{}'))
    await assert.rejects(models.writeFile(of, 'model.json', Buffer.from('[]')), { code: 'model-changed' })
    assert.equal(Buffer.compare(bytes, (await models.readFile(of, 'model.onnx'))!), 0)
    assert.equal(await models.readFile(of, 'model.sig'), undefined)
  })

  test('has one champion a site, changed only by who read it', async () => {
    const { name, version, digest } = model('champion', '1')
    const champion = { site: 'champion', model: { name, version, digest }, release: 'rel-1', since: '2026-11-20T00:00:00.000Z' }
    assert.equal(await models.champion('champion'), undefined)
    const first = await models.setChampion(champion, undefined)
    await assert.rejects(models.setChampion(champion, undefined), { code: 'model-changed' })
    await models.setChampion({ ...champion, release: 'rel-2' }, first)
    await assert.rejects(models.setChampion(champion, first), { code: 'model-changed' })
    assert.equal((await models.champion('champion'))?.value.release, 'rel-2')
  })
})
