import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { createStorage } from '../../../shared/adapters/storage.ts'
import { createTableAuditLog } from '../../../shared/adapters/table-audit-log.ts'
import { findBreak } from '../../../shared/domain/audit.ts'

const fact = (n: number) => ({
  at: '2026-01-01T00:00:00.000Z',
  who: 'system',
  action: 'media-viewed',
  subject: `recording/${n}`,
  detail: { n },
})

describe('the audit log in a table', () => {
  let azurite: RunningAzurite
  before(async () => {
    azurite = await startAzurite()
  })
  after(() => azurite.close())
  const open = () => createTableAuditLog(createStorage({ connectionString: azurite.connectionString }), 10)

  it('loses no entry of writers at the same moment, in one process and in several', async () => {
    const logs = [open(), open(), open()]
    await Promise.all(Array.from({ length: 30 }, (_, n) => logs[n % 3]!.append('plant-a', fact(n))))
    const { entries } = await open().read({ site: 'plant-a', from: 1, limit: 100 })
    assert.equal(findBreak(entries), undefined)
    assert.deepEqual(
      entries.map(({ detail }) => Number(detail['n'])).sort((a, b) => a - b),
      Array.from({ length: 30 }, (_, n) => n),
    )
  })

  it('keeps a chain for each site, and gives a part with the entry that it hangs on', async () => {
    const log = open()
    for (let n = 1; n <= 5; n++) await log.append('plant-b', fact(n))
    const { entries, before: previous } = await log.read({ site: 'plant-b', from: 3, limit: 2 })
    assert.deepEqual(
      entries.map(({ seq }) => seq),
      [3, 4],
    )
    assert.equal(previous?.seq, 2)
    assert.equal(findBreak(entries, previous), undefined)
  })

  it('goes on over the end of a partition', async () => {
    const log = open()
    for (let n = 1; n <= 33; n++) await log.append('plant-c', fact(n))
    await open().append('plant-c', fact(34))
    const { entries } = await log.read({ site: 'plant-c', from: 15, limit: 100 })
    assert.deepEqual(
      entries.map(({ seq }) => seq),
      Array.from({ length: 20 }, (_, n) => 15 + n),
    )
    const { before: previous } = await log.read({ site: 'plant-c', from: 15, limit: 1 })
    assert.equal(findBreak(entries, previous), undefined)
  })
})
