import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request as openRequest } from 'node:http'
import { after, before, test } from 'node:test'
import { appFolder } from './app-folder.ts'
import { type HostProcess, launchHost } from './host-process.ts'

const app = `
import { app } from '@azure/functions'
import { createHash } from 'node:crypto'
app.setup({ enableHttpStream: true })
app.http('echo', { route: 'echo/{id}', methods: ['POST', 'GET'], handler: (request) => ({ status: 201, body: request.body, headers: { 'x-id': request.params.id, 'x-url': request.url, 'x-sent': request.headers.get('x-sent') ?? '' }, cookies: [{ name: 'a', value: 'b' }] }) })
app.http('digest', { methods: ['POST'], handler: async (request) => {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of request.body) { hash.update(chunk); size += chunk.length }
  return { jsonBody: { size, hash: hash.digest('hex') } }
} })
app.http('query', { handler: (request) => ({ jsonBody: { query: [...request.query], params: request.params } }) })
app.http('throws', { handler: () => { throw new Error('no answer') } })
app.http('nothing', { handler: () => {} })
app.http('breaks', { methods: ['POST'], handler: (request) => ({ body: ReadableStream.from((async function* () {
  let count = 0
  for await (const chunk of request.body) {
    if (++count > 1) throw new Error('half way')
    yield chunk
  }
})()) }) })
app.hook.preInvocation((context) => { context.hookData.seen = context.inputs.length })
`
const folder = appFolder({ after }, { 'app.js': app })
let host: HostProcess
before(async () => {
  host = await launchHost(folder)
})
after(() => host.kill())

/** A request that has sent its first chunk and stays open, and the answer that began meanwhile. */
async function openBoth(path: string): Promise<{ request: ClientRequest; response: IncomingMessage }> {
  const { port } = new URL(host.url)
  const headers = { 'x-sent': 'yes', host: 'factory.example.com' }
  const request = openRequest({ host: '127.0.0.1', port, path, method: 'POST', headers })
  request.on('error', () => {})
  request.write('first')
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return { request, response }
}

test('a streamed answer begins before the request has ended, and bytes go both ways while both are open', async () => {
  const { request, response } = await openBoth('/api/echo/7?a=1')
  assert.equal(response.statusCode, 201)
  const { 'x-id': id, 'x-url': url, 'x-sent': sent, 'set-cookie': cookies } = response.headers
  assert.deepEqual([id, url, sent, cookies], ['7', 'http://factory.example.com/api/echo/7?a=1', 'yes', ['a=b']])
  const chunks = response[Symbol.asyncIterator]()
  assert.equal(String((await chunks.next()).value), 'first')
  request.write('second')
  assert.equal(String((await chunks.next()).value), 'second')
  request.end()
  assert.equal((await chunks.next()).done, true)
})

test('a long body in chunks arrives whole', async () => {
  const part = new Uint8Array(1 << 20).fill(7)
  const body = new ReadableStream({
    start(controller) {
      for (let count = 0; count < 12; count++) controller.enqueue(part)
      controller.close()
    },
  })
  const answer = await fetch(`${host.url}/api/digest`, { method: 'POST', body, duplex: 'half' } as RequestInit)
  const { size, hash } = (await answer.json()) as { size: number; hash: string }
  const expected = await crypto.subtle.digest('SHA-256', new Uint8Array(12 << 20).fill(7))
  assert.deepEqual([size, hash], [12 << 20, Buffer.from(expected).toString('hex')])
})

test('with streams the query keeps its repeated keys, and its values are among the params, as in Azure', async () => {
  const answer = await (await fetch(`${host.url}/api/query?a=1&a=2`)).json()
  assert.deepEqual(answer, {
    query: [
      ['a', '1'],
      ['a', '2'],
    ],
    params: { a: '1,2' },
  })
})

test('a handler that throws is answered with 500, one that returns nothing with 204', async () => {
  assert.equal((await fetch(`${host.url}/api/throws`)).status, 500)
  assert.equal((await fetch(`${host.url}/api/nothing`)).status, 204)
})

test('an answer that breaks half way is cut off, never ended as if it were whole', async () => {
  const { request, response } = await openBoth('/api/breaks')
  const chunks = response[Symbol.asyncIterator]()
  assert.equal(String((await chunks.next()).value), 'first')
  request.write('second')
  await assert.rejects(chunks.next())
  assert.equal((await fetch(`${host.url}/api/nothing`)).status, 204)
})

test('a host with streams stops', async () => {
  assert.equal(await host.stop(), 0)
})
