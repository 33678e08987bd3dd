import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type RunningFunctionsHost, startFunctionsHost } from '../../../local/functions-host/start.ts'
import { appFolder } from './app-folder.ts'

const app = `
import { app } from '@azure/functions'
globalThis.seen = []
app.eventGrid('sent', { handler: (event, context) => {
  if (event.data.fails) throw new Error('cannot')
  globalThis.seen.push([event.subject, event.data, context.triggerMetadata.subject])
} })
app.http('other', { handler: () => {} })
`
const folder = appFolder({ after }, { 'app.js': app })
let host: RunningFunctionsHost
before(async () => {
  host = await startFunctionsHost({ appFolder: folder, port: 0, log: () => {} })
})
after(() => host.stop())

const post = (name: string, type: string, body: unknown) =>
  fetch(`${host.url}/runtime/webhooks/eventgrid?functionName=${name}&code=key`, {
    method: 'POST',
    headers: { 'aeg-event-type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

test('a new subscription is validated with its own code', async () => {
  const answer = await post('sent', 'SubscriptionValidation', [{ data: { validationCode: 'abc' } }])
  assert.deepEqual([answer.status, await answer.json()], [200, { validationResponse: 'abc' }])
})

test('each event of a notification is a call of its own', async () => {
  const events = ['a', 'b'].map((subject) => ({ subject, data: { to: subject } }))
  assert.equal((await post('SENT', 'Notification', events)).status, 202)
  assert.deepEqual(Reflect.get(globalThis, 'seen'), [
    ['a', { to: 'a' }, 'a'],
    ['b', { to: 'b' }, 'b'],
  ])
})

test('an event that fails is answered so that it is delivered again', async () => {
  assert.equal((await post('sent', 'Notification', [{ data: { fails: true } }])).status, 500)
})

test('an unknown function and a body that holds no events are refused', async () => {
  assert.equal((await post('other', 'Notification', [])).status, 404)
  assert.equal((await post('sent', 'Notification', '{')).status, 400)
  assert.equal((await post('sent', 'Notification', '[1]')).status, 400)
})
