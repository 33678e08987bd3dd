import assert from 'node:assert/strict'
import { request as httpRequest } from 'node:http'
import { test } from 'node:test'
import { EmailClient } from '@azure/communication-email'
import { SmsClient } from '@azure/communication-sms'
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline'
import { startCommunication } from '../../../local/communication/start.ts'
import { readOutbox } from './read-outbox.ts'

const options = { allowInsecureConnection: true, retryOptions: { maxRetries: 0 } }

test('a request that is signed with another key is 401 and sends nothing', async (t) => {
  const communication = await startCommunication()
  t.after(communication.close)
  const wrong = `endpoint=${communication.url}/;accesskey=${Buffer.alloc(32).toString('base64')}`
  const sms = new SmsClient(wrong, options).send({ from: '+15550100', to: ['+4915550101'], message: 'Leak' })
  await assert.rejects(sms, { statusCode: 401 })
  const email = new EmailClient(wrong, options).beginSend({
    senderAddress: 'alerts@example.com',
    content: { subject: 'Leak', plainText: 'Leak' },
    recipients: { to: [{ address: 'engineer@example.com' }] },
  })
  await assert.rejects(email, { statusCode: 401, code: 'Denied' })
  assert.deepEqual(await readOutbox(communication.url), [])
})

test('a body that was changed after it was signed is 401', async (t) => {
  const communication = await startCommunication()
  t.after(communication.close)
  const wire = createDefaultHttpClient()
  const tamper: HttpClient = {
    sendRequest: (request) => {
      request.body = String(request.body).replace('4915550101', '4915550102')
      return wire.sendRequest(request)
    },
  }
  const client = new SmsClient(communication.connectionString, { ...options, httpClient: tamper })
  await assert.rejects(client.send({ from: '+15550100', to: ['+4915550101'], message: 'Leak' }), { statusCode: 401 })
})

test('a request without a signature is 401', async (t) => {
  const communication = await startCommunication()
  t.after(communication.close)
  const response = await fetch(`${communication.url}/sms?api-version=2021-03-07`, { method: 'POST', body: '{}' })
  assert.equal(response.status, 401)
})

test('a name that somebody points at loopback does not open the outbox', async (t) => {
  const communication = await startCommunication()
  t.after(communication.close)
  const status = await new Promise((resolve, reject) => {
    const request = httpRequest(`${communication.url}/outbox`, { headers: { host: 'attacker.example' } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    request.once('error', reject).end()
  })
  assert.equal(status, 403)
})
