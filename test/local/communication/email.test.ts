import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { EmailClient, type EmailMessage } from '@azure/communication-email'
import { isRestError } from '@azure/core-rest-pipeline'
import type { RateLimitName } from '../../../local/communication/limits.ts'
import { startCommunication } from '../../../local/communication/start.ts'
import { readOutbox } from './read-outbox.ts'

const operationId = '0c1b5f5e-35a4-4a0c-9c0b-5d6b8f3f1a11'
const message: EmailMessage = {
  senderAddress: 'alerts@example.com',
  content: { subject: 'Leak at line 3', plainText: 'See line 3', html: '<p>See line 3</p>' },
  recipients: { to: [{ address: 'engineer@example.com', displayName: 'Site engineer' }] },
}

test('an e-mail is accepted, its operation succeeds, and its attachments are kept', async (t) => {
  const { client, url } = await start(t)
  const attachments = [{ name: 'still.txt', contentType: 'text/plain', contentInBase64: Buffer.from('picture').toString('base64') }]
  const poller = await client.beginSend({ ...message, attachments })
  const result = await poller.pollUntilDone()
  assert.equal(result.status, 'Succeeded')
  const [sent] = await readOutbox(url)
  assert.equal(sent?.['id'], result.id)
  assert.equal(sent['subject'], 'Leak at line 3')
  assert.deepEqual(sent['to'], [{ address: 'engineer@example.com', displayName: 'Site engineer' }])
  assert.equal(await (await fetch(`${url}/outbox/${result.id}/attachments/0`)).text(), 'picture')
})

test('the same Operation-Id again leads to the same operation and to one e-mail', async (t) => {
  const { client, url } = await start(t)
  const first = await (await client.beginSend(message, { operationId })).pollUntilDone()
  const second = await (await client.beginSend(message, { operationId })).pollUntilDone()
  assert.equal(first.id, operationId)
  assert.equal(second.id, operationId)
  assert.equal((await readOutbox(url)).length, 1)
})

test('an e-mail to a domain that cannot exist is accepted and then fails', async (t) => {
  const { client } = await start(t)
  const poller = client.beginSend({ ...message, recipients: { to: [{ address: 'engineer@plant.invalid' }] } }, { operationId })
  await assert.rejects(
    poller.then((each) => each.pollUntilDone()),
    /EmailDroppedAllRecipientsSuppressed/,
  )
})

test('no recipient, 51 recipients, a malformed address and an empty content are 400', async (t) => {
  const { client, url } = await start(t)
  const to = Array.from({ length: 51 }, (_, index) => ({ address: `engineer-${index}@example.com` }))
  const wrong: EmailMessage[] = [
    { ...message, recipients: {} },
    { ...message, recipients: { to } },
    { ...message, recipients: { to: [{ address: 'no address' }] } },
    { ...message, content: { subject: 'Nothing', plainText: '' } },
  ]
  for (const each of wrong) await assert.rejects(client.beginSend(each), { statusCode: 400, code: 'BadRequest' })
  assert.deepEqual(await readOutbox(url), [])
})

test('the sixth e-mail of a minute from a domain that Azure lends is answered with 429 and the seconds to wait', async (t) => {
  const { client, clock } = await start(t, 'azure-managed')
  for (let sent = 0; sent < 5; sent++) await client.beginSend(message)
  await assert.rejects(client.beginSend(message), (error) => isTooMany(error, '60'))
  clock.time += 60_000
  await client.beginSend(message)
})

test('the eleventh e-mail of an hour from a domain that Azure lends waits for the hour to pass', async (t) => {
  const { client, clock } = await start(t, 'azure-managed')
  for (let sent = 0; sent < 10; sent++) {
    await client.beginSend(message)
    clock.time += 60_000
  }
  await assert.rejects(client.beginSend(message), (error) => isTooMany(error, '3000'))
  clock.time += 3_000_000
  await client.beginSend(message)
})

function isTooMany(error: unknown, retryAfterSeconds: string): boolean {
  assert.ok(isRestError(error))
  assert.equal(error.statusCode, 429)
  assert.equal(error.response?.headers.get('retry-after'), retryAfterSeconds)
  return true
}

async function start(t: TestContext, limits: RateLimitName = 'off') {
  const clock = { time: Date.parse('2026-03-02T08:00:00.000Z') }
  const communication = await startCommunication({ limits, now: () => new Date(clock.time) })
  t.after(communication.close)
  const client = new EmailClient(communication.connectionString, { allowInsecureConnection: true, retryOptions: { maxRetries: 0 } })
  return { client, url: communication.url, clock }
}
