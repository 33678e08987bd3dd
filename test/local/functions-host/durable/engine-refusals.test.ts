import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { startDurableHost } from './durable-host.ts'

const durable = await startDurableHost({ after }, 'refusals')

test('a timer without a valid date fails the orchestration instead of never firing', async () => {
  assert.match(await durable.failure('timerForNever'), /Invalid time value|invalid/i)
})

test('retries whose time is over while the library would count on for ever fail the orchestration with the reason', async () => {
  assert.match(await durable.failure('retriesForEver'), /retryTimeoutInMilliseconds is over, but maxNumberOfAttempts is 1000000/)
})

test('only http and https can be called, and no token of a managed identity can be had', async () => {
  assert.match(
    await durable.failure('callWeb', { method: 'GET', url: 'file:///etc/hostname' }),
    /only http and https can be called, not file:/,
  )
  const tokenSource = { kind: 'AzureManagedIdentity', resource: 'https://management.example.com' }
  assert.match(
    await durable.failure('callWeb', { method: 'GET', url: 'http://127.0.0.1:1/', tokenSource }),
    /a laptop has no managed identity/,
  )
})

test('a redirection is followed, as in Azure', async () => {
  const server = createServer((request, response) => {
    if (request.url === '/old') response.writeHead(302, { location: '/new' }).end()
    else response.end(`this is ${request.url}`)
  })
  after(() => server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  assert.deepEqual(await durable.output('callWeb', { method: 'GET', url: `http://127.0.0.1:${port}/old` }), [200, 'this is /new'])
})
