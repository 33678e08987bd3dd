import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startAzurite } from '../../../local/azurite/start.ts'
import { createStorage } from '../../../shared/adapters/storage.ts'
import { createTableAlertLimits } from '../../../shared/adapters/table-alert-limits.ts'
import { startStorageProxy } from '../../harness/storage-proxy.ts'

const azurite = await startAzurite()
after(azurite.close)
const proxy = await startStorageProxy(azurite)
after(proxy.close)
const limits = createTableAlertLimits(createStorage({ connectionString: proxy.connectionString }, { firstDelayMs: 1 }))

test('of two that change the same value one is told that it was too late', async () => {
  assert.equal(await limits.write('plant-1', 'cause', 'first', undefined), true)
  assert.equal(await limits.write('plant-1', 'cause', 'second', undefined), false)
  const stored = (await limits.read('plant-1', 'cause'))!
  assert.equal(stored.value, 'first')
  const answers = await Promise.all(['third', 'fourth'].map((value) => limits.write('plant-1', 'cause', value, stored.version)))
  assert.deepEqual(answers.sort(), [false, true])
})

for (const how of ['reset', 503] as const) {
  test(`a write that was executed and then answered with ${how} counts as one’s own`, async () => {
    const key = `cause-${how}`
    const failOnce = () => {
      let isUsed = false
      proxy.table.decide = ({ method, path }) => {
        if (isUsed || method === 'GET' || !path.includes('AlertLimits') || path.endsWith('/Tables')) return undefined
        isUsed = true
        return { kind: 'execute-then-fail', how }
      }
    }
    failOnce()
    assert.equal(await limits.write('plant-1', key, 'first', undefined), true)
    const { version } = (await limits.read('plant-1', key))!
    failOnce()
    assert.equal(await limits.write('plant-1', key, 'second', version), true)
    assert.equal((await limits.read('plant-1', key))?.value, 'second')
  })
}

test('what nobody has written is not there', async () => {
  assert.equal(await limits.read('plant-1', 'nothing'), undefined)
})
