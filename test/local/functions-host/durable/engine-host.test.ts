import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { appFolder } from '../app-folder.ts'
import { launchHost } from '../host-process.ts'
import { type DurableHost, dataFolder, launchDurableHost, startDurableHost } from './durable-host.ts'

const byHand = (durable: DurableHost, name: string, input: unknown) =>
  fetch(`${durable.host.url}/admin/functions/${name}`, { method: 'POST', body: JSON.stringify({ input }) })

test('a second host on the same task hub is refused with the reason, and takes over when the first is killed', async () => {
  const data = dataFolder({ after })
  const first = await launchDurableHost('events', data)
  after(() => first.host.kill())
  const second = await launchDurableHost('events', data)
  after(() => second.host.kill())
  assert.match(await second.host.line(/is in error/), /Another Functions host works on the task hub in .*\.db\. Stop it, .*--data/)
  await first.host.kill()
  const third = await launchDurableHost('events', data)
  after(() => third.host.kill())
  await third.start('collect', 0, 'third')
  assert.deepEqual((await third.ended('third')).output, [])
})

test('by hand an orchestration is started and an activity is run with the input; an entity says how to signal it', async (t) => {
  const durable = await startDurableHost(t, 'everything', { EFFECTS: join(dataFolder({ after }), 'effects.txt') })
  assert.equal((await byHand(durable, 'note', 'by hand')).status, 202)
  await durable.host.line(/Executed 'Functions\.note' \(Succeeded/)
  assert.equal((await byHand(durable, 'kid', '"child"')).status, 202)
  await durable.host.line(/Executed 'Functions\.kid' \(Succeeded/)
  const [kid] = (await (await durable.manage('GET', 'instances/')).json()) as { instanceId: string }[]
  const { output, input } = await until(durable, kid!.instanceId)
  assert.deepEqual([input, output], ['child', 'child done'])
  const refusal = await byHand(durable, 'tally', '')
  assert.deepEqual([refusal.status, /entities\/tally\/\{key\}\?op=/.test(await refusal.text())], [400, true])
})

const until = (durable: DurableHost, id: string) => durable.until(id, ({ runtimeStatus }) => runtimeStatus === 'Completed')

test('an app without durable functions has no task hub', async (t) => {
  const folder = appFolder(t, {
    'app.js': "import { app } from '@azure/functions'\napp.http('hello', { handler: () => ({ body: 'hello' }) })",
  })
  const host = await launchHost(folder)
  t.after(() => host.kill())
  assert.equal(await (await fetch(`${host.url}/api/hello`)).text(), 'hello')
  assert.equal(existsSync(join(folder, '.sightloop', 'functions-host', 'durable')), false)
})

test('with AnyState in host.json, starting an id that runs replaces it, and the one before leaves nothing behind', async (t) => {
  const durable = await startDurableHost(t, 'events', {
    AzureFunctionsJobHost__extensions__durableTask__overridableExistingInstanceStates: 'AnyState',
  })
  await durable.start('waitFor', 'data', 'again')
  await durable.until('again', ({ customStatus }) => customStatus === 'waiting')
  await durable.start('collect', 0, 'again')
  const { name, output } = await durable.ended('again')
  assert.deepEqual([name, output], ['collect', []])
})

test('with keys checked, the API under the address of the app asks for its key, and the client hands it out', async (t) => {
  const data = dataFolder({ after })
  const folder = 'test/local/functions-host/durable/apps'
  const host = await launchHost(folder, { EFFECTS: join(data, 'effects.txt') }, [
    '--entry',
    'everything.ts',
    '--data',
    data,
    '--check-keys',
  ])
  t.after(() => host.kill())
  const { system } = JSON.parse(readFileSync(join(data, 'keys.json'), 'utf8')) as { system: string }
  const start = (query: string) =>
    fetch(`${host.url}/runtime/webhooks/durabletask/orchestrators/kid${query}`, { method: 'POST', body: '1' })
  assert.equal((await start('')).status, 401)
  assert.equal((await start('?code=wrong')).status, 401)
  const accepted = await start(`?code=${system}`)
  assert.equal(accepted.status, 202)
  const { statusQueryGetUri } = (await accepted.json()) as { statusQueryGetUri: string }
  assert.equal((await fetch(statusQueryGetUri)).ok, true)
})
