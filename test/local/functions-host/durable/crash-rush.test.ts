import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { dataFolder, launchDurableHost } from './durable-host.ts'

const numbers = Array.from({ length: 60 }, (_, index) => index)

test('a host killed again and again in a rush ends every orchestration rightly, and entities count each call once', async () => {
  const data = dataFolder({ after })
  const first = await launchDurableHost('load', data, { RUSH_AT: '70' })
  const rush = first.host.line(/the rush is on/)
  await Promise.allSettled([...numbers.map((number) => first.manage('POST', `orchestrators/rush/rush-${number}`, number)), rush])
  await first.host.kill()
  for (const at of ['10', '3']) {
    const life = await launchDurableHost('load', data, { RUSH_AT: at })
    await life.host.line(/the rush is on/)
    await life.host.kill()
  }
  const last = await launchDurableHost('load', data)
  assert.deepEqual(
    await last.outputs(numbers.map((number) => `rush-${number}`)),
    numbers.map((number) => [number, number, number]),
  )
  const total = await last.client('readEntityState', { name: 'total', key: 'rush' })
  assert.deepEqual(total, { entityExists: true, entityState: numbers.length })
})
