import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { SmsClient, type SmsSendRequest } from '@azure/communication-sms'
import { isRestError, type PipelinePolicy } from '@azure/core-rest-pipeline'
import { startCommunication } from '../../../local/communication/start.ts'
import { readOutbox } from './read-outbox.ts'

const request: SmsSendRequest = { from: '+15550100', to: ['+4915550101'], message: 'Leak at line 3' }

test('an SMS sent by the real client is taken and kept', async (t) => {
  const { client, url } = await start(t)
  const [result] = await client.send({ ...request, to: ['+4915550101', '+4915550102'] }, { tag: 'line-3' })
  assert.equal(result?.successful, true)
  assert.equal(result.httpStatusCode, 202)
  const sent = await readOutbox(url)
  assert.deepEqual(
    sent.map(({ to, message, tag }) => ({ to, message, tag })).sort((a, b) => String(a.to).localeCompare(String(b.to))),
    [
      { to: '+4915550101', message: 'Leak at line 3', tag: 'line-3' },
      { to: '+4915550102', message: 'Leak at line 3', tag: 'line-3' },
    ],
  )
})

test('one invalid number among five is refused by itself and the four others are sent', async (t) => {
  const { client, url } = await start(t)
  const results = await client.send({ ...request, to: ['+4915550101', '+4915550102', '12', '+4915550103', '+4915550104'] })
  assert.deepEqual(
    results.map(({ httpStatusCode, successful }) => [httpStatusCode, successful]),
    [
      [202, true],
      [202, true],
      [400, false],
      [202, true],
      [202, true],
    ],
  )
  assert.equal(results[2]?.errorMessage, 'Invalid To phone number format.')
  assert.equal((await readOutbox(url)).length, 4)
})

test('a request repeated within five minutes is answered with the same message and sent once', async (t) => {
  const { createRepeating, url, clock } = await start(t)
  const repeating = createRepeating('6a1f0a5e-7d7c-4c55-9d4b-0f6f5f1f2a01')
  const [first] = await repeating.send(request)
  clock.time += 5 * 60_000
  const [second] = await repeating.send(request)
  assert.equal(second?.messageId, first?.messageId)
  assert.equal((await readOutbox(url)).length, 1)
})

test('a request repeated after five minutes is refused with 412, even one that was never seen', async (t) => {
  const { createRepeating, url, clock } = await start(t)
  const repeating = createRepeating('6a1f0a5e-7d7c-4c55-9d4b-0f6f5f1f2a02')
  clock.time += 5 * 60_000 + 1
  const [result] = await repeating.send(request)
  assert.equal(result?.httpStatusCode, 412)
  assert.equal(result.successful, false)
  assert.deepEqual(await readOutbox(url), [])
})

test('two requests with the same id at the same time are one message', async (t) => {
  const { createRepeating, url } = await start(t)
  const repeating = createRepeating('6a1f0a5e-7d7c-4c55-9d4b-0f6f5f1f2a03')
  const [[first], [second]] = await Promise.all([repeating.send(request), repeating.send(request)])
  assert.equal(first?.messageId, second?.messageId)
  assert.equal((await readOutbox(url)).length, 1)
})

test('a message longer than 2048 characters and a sender that is no number are 400', async (t) => {
  const { client } = await start(t)
  await assert.rejects(client.send({ ...request, message: 'x'.repeat(2049) }), { statusCode: 400 })
  await assert.rejects(client.send({ ...request, from: '+' }), { statusCode: 400 })
})

test('more than 200 SMS a minute from one number are answered with 429 and the seconds to wait', async (t) => {
  const { client, clock } = await start(t, 'custom-domain')
  for (let sent = 0; sent < 200; sent++) await client.send(request)
  clock.time += 20_000
  await assert.rejects(client.send(request), (error) => {
    assert.ok(isRestError(error))
    assert.equal(error.statusCode, 429)
    assert.equal(error.response?.headers.get('retry-after'), '40')
    return true
  })
  clock.time += 40_000
  assert.equal((await client.send(request))[0]?.successful, true)
})

async function start(t: TestContext, limits: 'off' | 'custom-domain' = 'off') {
  const clock = { time: Date.parse('2026-03-02T08:00:00.000Z') }
  const communication = await startCommunication({ limits, now: () => new Date(clock.time) })
  t.after(communication.close)
  const { connectionString } = communication
  return {
    url: communication.url,
    clock,
    client: createClient(connectionString, () => clock.time),
    /** A client whose requests all have one id and one time of first sending. */
    createRepeating: (id: string) => {
      const firstSentAt = clock.time
      return createClient(connectionString, () => firstSentAt, id)
    },
  }
}

/** The real client stamps its requests with the machine's clock and with an id that is new each time. */
function createClient(connectionString: string, firstSentAt: () => number, id?: string): SmsClient {
  const policy: PipelinePolicy = {
    name: 'repeatability',
    sendRequest: (request, next) => {
      const body = JSON.parse(String(request.body)) as { smsRecipients: Record<string, string>[] }
      for (const recipient of body.smsRecipients) {
        recipient.repeatabilityFirstSent = new Date(firstSentAt()).toUTCString()
        if (id !== undefined) recipient.repeatabilityRequestId = id
      }
      request.body = JSON.stringify(body)
      return next(request)
    },
  }
  return new SmsClient(connectionString, {
    allowInsecureConnection: true,
    retryOptions: { maxRetries: 0 },
    additionalPolicies: [{ policy, position: 'perCall' }],
  })
}
