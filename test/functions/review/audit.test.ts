import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { TableClient } from '@azure/data-tables'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { Ports } from '../../../shared/ports.ts'
import { at } from '../../harness/sample-messages.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { type Answer, type Call, idOf, reviewApi } from './review-api.ts'

describe('the audit chain of the review API', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let call: (method: string, path: string, call?: Call) => Promise<Answer>

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
    call = reviewApi(ports)
    const sites = ['plant-1', 'plant-2', 'plant-3']
    await ports.people.save({ id: idOf('safety-auditor'), name: 'Ada Auditor', sites })
    for (let n = 1; n <= 7; n++) {
      const who = n % 2 === 0 ? 'system' : idOf('safety-auditor')
      await ports.audit.append('plant-1', { at: at(n), who, action: 'media-viewed', subject: `recording/${n}`, detail: { n } })
    }
  })
  after(() => azurite.close())

  const read = async (query: Record<string, string>, site = 'plant-1') =>
    (await call('GET', `sites/${site}/audit`, { as: 'safety-auditor', query })).body
  const numbers = ({ entries }: { entries: { seq: number }[] }) => entries.map(({ seq }) => seq)

  it('is read from its end, page by page towards its start', async () => {
    const newest = await read({ until: 'now', limit: '3' })
    assert.deepEqual([numbers(newest), newest.newest, newest.brokenAt], [[5, 6, 7], 7, undefined])
    const older = await read({ from: '2', limit: '3' })
    assert.deepEqual([numbers(older), older.before.seq], [[2, 3, 4], 1])
    assert.equal(newest.before.hash, older.entries.at(-1).hash)
  })

  it('is read up to a moment', async () => {
    assert.deepEqual(numbers(await read({ until: at(4), limit: '2' })), [2, 3])
    assert.deepEqual(numbers(await read({ until: at(2), limit: '2' })), [1])
    assert.deepEqual(numbers(await read({ until: at(0), limit: '2' })), [])
    assert.deepEqual(numbers(await read({ until: at(900), limit: '2' })), [6, 7])
  })

  it('says what the people are called who are on it', async () => {
    assert.deepEqual((await read({ limit: '2' })).names, { [idOf('safety-auditor')]: 'Ada Auditor' })
  })

  it('of a site where nothing happened is empty and whole', async () => {
    const { entries, newest, brokenAt } = await read({ until: 'now' }, 'plant-3')
    assert.deepEqual([entries, newest, brokenAt], [[], 0, undefined])
  })

  it('is called broken where its end was taken away', async () => {
    for (let n = 1; n <= 4; n++)
      await ports.audit.append('plant-2', { at: at(n), who: 'system', action: 'night-started', subject: `night/${n}`, detail: {} })
    const table = TableClient.fromConnectionString(azurite.connectionString, 'Audit', { allowInsecureConnection: true })
    for await (const { partitionKey, rowKey } of table.listEntities())
      if (partitionKey?.startsWith('plant-2') && rowKey?.endsWith('000000000004')) await table.deleteEntity(partitionKey, rowKey)
    assert.equal((await read({ until: 'now' }, 'plant-2')).brokenAt, 4)
    assert.equal((await read({ from: '4' }, 'plant-2')).brokenAt, 4)
    assert.equal((await read({ limit: '3' }, 'plant-2')).brokenAt, undefined)
  })

  describe('is searched', () => {
    const search = async (query: Record<string, string>, site = 'plant-1') =>
      (await call('GET', `sites/${site}/audit/search`, { as: 'safety-auditor', query })).body
    const found = ({ items }: { items: { seq: number }[] }) => items.map(({ seq }) => seq)

    it('by person, action, object and time, newest first', async () => {
      assert.deepEqual(found(await search({ who: 'system' })), [6, 4, 2])
      assert.deepEqual(found(await search({ subject: 'Recording/3' })), [3])
      assert.deepEqual(found(await search({ since: at(3), until: at(6) })), [5, 4, 3])
      assert.deepEqual(found(await search({ who: 'system', since: at(3) })), [6, 4])
      assert.deepEqual(found(await search({ action: 'night-started' })), [])
    })

    it('page by page to its start', async () => {
      const first = await search({ who: 'system', limit: '2' })
      assert.deepEqual([found(first), first.looked, first.cursor], [[6, 4], { first: 4, last: 7 }, '4'])
      const second = await search({ who: 'system', limit: '2', cursor: first.cursor })
      assert.deepEqual([found(second), second.looked, second.cursor], [[2], { first: 1, last: 3 }, undefined])
    })

    it('by auditors alone', async () => {
      assert.equal((await call('GET', 'sites/plant-1/audit/search', { as: 'site-engineer' })).status, 403)
    })

    it('and called broken where something is missing, also where nothing of it matches', async () => {
      const { items, brokenAt } = await search({ action: 'never-done' }, 'plant-2')
      assert.deepEqual([items, brokenAt], [[], 4])
    })
  })
})
