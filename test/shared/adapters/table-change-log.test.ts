import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { createStorage, type Storage } from '../../../shared/adapters/storage.ts'
import { createStorageTime } from '../../../shared/adapters/storage-time.ts'
import { createTableChangeLog } from '../../../shared/adapters/table-change-log.ts'
import { systemClock } from '../../../shared/domain/clock.ts'
import type { Change } from '../../../shared/domain/night.ts'
import type { ChangeLog, StorageTime } from '../../../shared/ports.ts'

const hourMs = 3_600_000

describe('the change log', () => {
  let azurite: RunningAzurite
  let storage: Storage
  let storageTime: StorageTime
  let changes: ChangeLog
  before(async () => {
    azurite = await startAzurite()
    storage = createStorage({ connectionString: azurite.connectionString })
    storageTime = createStorageTime(storage)
    changes = createTableChangeLog(storage, systemClock, storageTime)
  })
  after(() => azurite.close())

  async function read(site: string, from?: Change['at'], to = '9999-12-31T23:59:59.999Z', log = changes) {
    const found: Change[] = []
    for await (const change of log.read({ site, from, to })) found.push(change)
    return found
  }

  test('gives back what was marked, oldest first, once for a thing', async () => {
    await changes.mark({ kind: 'recording', id: 'a', site: 'order' })
    await changes.mark({ kind: 'incident', id: 'a', site: 'order' })
    await changes.mark({ kind: 'edit', id: 'b', site: 'order' })
    await changes.mark({ kind: 'recording', id: 'a', site: 'order' })
    assert.deepEqual(
      (await read('order')).map(({ kind, id }) => `${kind} ${id}`),
      ['incident a', 'edit b', 'recording a'],
    )
    assert.deepEqual(await read('elsewhere'), [])
  })

  test('takes what was marked at or after an instant, and before another', async () => {
    await changes.mark({ kind: 'recording', id: 'first', site: 'range' })
    await changes.mark({ kind: 'recording', id: 'second', site: 'range' })
    const [first, second] = await read('range')
    assert.deepEqual(await read('range', first!.at, second!.at), [first])
    assert.deepEqual(await read('range', second!.at), [second])
  })

  for (const hours of [-30, -3, 3, 30])
    test(`goes by the clock of the storage where the host's is wrong by ${hours} h`, async () => {
      const site = `wrong-${hours + 100}`
      const wrong = createTableChangeLog(storage, () => new Date(systemClock().getTime() + hours * hourMs), storageTime)
      await wrong.mark({ kind: 'recording', id: 'a', site })
      const now = (await storageTime()).getTime()
      const [from, to] = [now - hourMs / 2, now + hourMs / 2].map((ms) => new Date(ms).toISOString())
      assert.deepEqual(
        (await read(site, from, to)).map(({ id }) => id),
        ['a'],
      )
    })

  test('asks the storage again when the clock of the host was set', async () => {
    let nowMs = systemClock().getTime()
    const log = createTableChangeLog(storage, () => new Date(nowMs), storageTime)
    await log.mark({ kind: 'recording', id: 'before', site: 'set' })
    nowMs += 5 * hourMs
    await log.mark({ kind: 'recording', id: 'after', site: 'set' })
    const now = (await storageTime()).getTime()
    const found = await read('set', new Date(now - hourMs / 2).toISOString(), new Date(now + hourMs / 2).toISOString())
    assert.deepEqual(
      found.map(({ id }) => id),
      ['before', 'after'],
    )
  })
})
