import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dataFolder, launchDurableHost } from './durable-host.ts'

test('a host that is stopped in order leaves its orchestrations to the next one, and to no other task hub', async (t) => {
  const data = dataFolder(t)
  const launch = (AzureFunctionsJobHost__extensions__durableTask__hubName: string) =>
    launchDurableHost('events', data, { AzureFunctionsJobHost__extensions__durableTask__hubName })
  const first = await launch('HubOne')
  await first.start('waitFor', 'data', 'sleeper')
  await first.until('sleeper', ({ customStatus }) => customStatus === 'waiting')
  assert.equal(await first.host.stop(), 0)

  const other = await launch('HubTwo')
  assert.equal((await other.manage('GET', 'instances/sleeper')).status, 404)
  await other.start('collect', 0, 'sleeper')
  assert.deepEqual((await other.ended('sleeper')).output, [])
  assert.equal(await other.host.stop(), 0)

  const second = await launch('HubOne')
  await second.client('raiseEvent', 'sleeper', 'data', 'good morning')
  assert.equal((await second.ended('sleeper')).output, 'good morning')
})
