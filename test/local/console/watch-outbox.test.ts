import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SmsClient } from '@azure/communication-sms'
import { startCommunication } from '../../../local/communication/start.ts'
import { watchOutbox } from '../../../local/console/watch-outbox.ts'

test('each message that is taken is told once, also after the service was away', async () => {
  let communication = await startCommunication()
  const port = Number(new URL(communication.url).port)
  const ending = new AbortController()
  const told: string[] = []
  let heard = Promise.withResolvers<void>()
  const send = async (message: string) => {
    heard = Promise.withResolvers()
    const client = new SmsClient(communication.connectionString, { allowInsecureConnection: true })
    await client.send({ from: '+12025550100', to: ['+12025550143'], message })
  }
  await send('before anybody watched')
  await watchOutbox(communication.url, ending.signal, (line) => {
    told.push(line)
    heard.resolve()
  })
  await send('a hand\nin the zone')
  await heard.promise
  await communication.close()
  communication = await startCommunication({ port })
  await send('a leak')
  await heard.promise
  assert.deepEqual(told, ['SMS to +12025550143: a hand in the zone', 'SMS to +12025550143: a leak'])
  ending.abort()
  await communication.close()
})
