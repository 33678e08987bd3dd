import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { startDurableHost } from './durable-host.ts'

interface Answer {
  statusCode: number
  content: string
  headers: Record<string, string>
}

const polls = new Map<string, number>()
const asked: string[] = []

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '/'
  asked.push(`${request.method} ${path}`)
  if (path === '/echo') {
    const { 'content-type': type, 'x-line': line } = request.headers
    response.setHeader('x-answer', 'yes').setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ method: request.method, type, line, body: await text(request) }))
  } else if (path.startsWith('/status/')) {
    response.writeHead(Number(path.slice('/status/'.length))).end('as you wish')
  } else if (path.startsWith('/job/')) {
    // As slow services do: 202 with a Location, and there 202 again until the work is done.
    const polled = polls.get(path) ?? 0
    polls.set(path, polled + 1)
    if (path.endsWith('/state') && polled === 2) response.end('finished')
    else response.writeHead(202, { location: `${url}${path.replace('/state', '')}/state`, 'retry-after': '0' }).end()
  } else response.end(path)
}

const server = createServer((request, response) => void answer(request, response))
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
after(() => {
  server.close()
  server.closeAllConnections()
})
const durable = await startDurableHost({ after }, 'http-calls')
const request = async (options: object) => (await durable.output('request', options)) as Answer

test('an orchestration can ask a web service: status, headers and body of the answer are the result', async () => {
  const { statusCode, content, headers } = await request({ method: 'GET', url: `${url}/echo`, headers: { 'x-line': '4' } })
  assert.equal(statusCode, 200)
  assert.deepEqual(JSON.parse(content), { method: 'GET', line: '4', body: '' })
  assert.equal(headers['x-answer'], 'yes')
})

test('a body is sent as it is, with its headers', async () => {
  const headers = { 'content-type': 'application/json' }
  const { content } = await request({ method: 'POST', url: `${url}/echo`, headers, body: { line: 4, name: 'Füller' } })
  const { method, type, body } = JSON.parse(content) as Record<string, string>
  assert.equal(method, 'POST')
  assert.match(type ?? '', /^application\/json/)
  assert.deepEqual(JSON.parse(body ?? ''), { line: 4, name: 'Füller' })
  const { content: plain } = await request({ method: 'PUT', url: `${url}/echo`, body: 'plain text' })
  assert.equal((JSON.parse(plain) as Record<string, string>)['body'], 'plain text')
})

for (const status of [400, 404, 500, 503]) {
  test(`an answer of status ${status} is a result like another, no error`, async () => {
    const { statusCode, content } = await request({ method: 'GET', url: `${url}/status/${status}` })
    assert.deepEqual([statusCode, content], [status, 'as you wish'])
  })
}

test('an answer of status 202 is followed to its Location until the work is done', async () => {
  const { statusCode, content } = await request({ method: 'POST', url: `${url}/job/a`, body: 'start' })
  assert.deepEqual([statusCode, content], [200, 'finished'])
  assert.deepEqual(
    asked.filter((line) => line.includes('/job/a')),
    ['POST /job/a', 'GET /job/a/state', 'GET /job/a/state', 'GET /job/a/state'],
  )
})

test('an answer of status 202 is the result when polling is off', async () => {
  const { statusCode, headers } = await request({ method: 'POST', url: `${url}/job/b`, enablePolling: false })
  assert.equal(statusCode, 202)
  assert.equal(headers['location'] ?? headers['Location'], `${url}/job/b/state`)
  assert.deepEqual(
    asked.filter((line) => line.includes('/job/b')),
    ['POST /job/b'],
  )
})

test('an answer of status 202 without a Location is the result', async () => {
  assert.equal((await request({ method: 'GET', url: `${url}/status/202` })).statusCode, 202)
})

test('several services can be asked at once', async () => {
  assert.deepEqual(await durable.output('requestsAtOnce', [`${url}/one`, `${url}/two`, `${url}/three`]), ['/one', '/two', '/three'])
})

test('several answers can be polled for at once', async () => {
  const jobs = ['p', 'q', 'r'].map((job) => `${url}/job/${job}`)
  assert.deepEqual(await durable.output('pollsAtOnce', jobs), ['finished', 'finished', 'finished', 'after'])
})

test('what follows an answer that had to be polled for goes on as usual', async () => {
  assert.deepEqual(await durable.output('requestBetween', `${url}/job/c`), ['before', 'finished', 'after'])
})

test('a service that cannot be reached is an error that can be caught', async () => {
  const closed = createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const { port } = closed.address() as AddressInfo
  await new Promise((resolve) => closed.close(resolve))
  assert.match(String(await durable.output('catchRequest', `http://127.0.0.1:${port}/`)), /^caught: ./)
})
