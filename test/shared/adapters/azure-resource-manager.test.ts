import assert from 'node:assert/strict'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, test } from 'node:test'
import { createResourceManager, type ResourceManagerOptions, refusalOf } from '../../../shared/adapters/azure-resource-manager.ts'
import type { Cleanup } from '../../local/functions-host/app-folder.ts'

type Answer = { status: number; headers?: Record<string, string | undefined>; body?: string } | 'hang' | 'reset' | 'cut'
interface Seen {
  readonly method: string
  readonly url: string
  readonly token: string | undefined
  readonly body: string
}

const path = '/subscriptions/0/resourceGroups/plant/providers/a/b/c'

/** A service that answers by a list, the last of it for ever, and a client whose pauses are only noted. */
async function startScript(t: Cleanup, answers: (url: string) => readonly Answer[], options: ResourceManagerOptions = {}) {
  const seen: Seen[] = []
  const pauses: number[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', token: request.headers.authorization, body })
      const list = answers(url)
      give(list[Math.min(seen.length, list.length) - 1]!, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  t.after(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const sleep = async (ms: number) => void pauses.push(ms)
  return { url, seen, pauses, manager: createResourceManager({ url, token: 'secret' }, { sleep, ...options }) }
}

function give(answer: Answer, response: ServerResponse): void {
  if (answer === 'hang') return
  if (answer === 'reset') response.destroy()
  else if (answer === 'cut') response.writeHead(200, { 'content-length': '100' }).write('{"half":', () => response.destroy())
  else response.writeHead(answer.status, answer.headers).end(answer.body)
}

const ok = { status: 200, body: '{"name":"c"}' }

describe('a call of the management API', () => {
  test('carries the token, the version and the body, and answers what was said', async (t) => {
    const { manager, seen } = await startScript(t, () => [{ status: 404, body: '{"error":{"code":"NotFound","message":"No c."}}' }])
    const answer = await manager.call('PUT', `${path}?x=1`, '2024-10-01', { a: 1 })
    assert.deepEqual(seen, [{ method: 'PUT', url: `${path}?x=1&api-version=2024-10-01`, token: 'Bearer secret', body: '{"a":1}' }])
    assert.equal(answer.status, 404)
    assert.match(refusalOf(answer).message, /404 NotFound No c\./)
  })

  test('fetches a token of the identity for the scope of the API', async (t) => {
    const { url, seen } = await startScript(t, () => [ok])
    const asked: unknown[] = []
    const getToken = async (scope: string | string[]) => {
      asked.push(scope)
      return { token: 'fresh', expiresOnTimestamp: 0 }
    }
    const credential = { getToken }
    await createResourceManager({ url, credential }).call('GET', path, '1')
    assert.deepEqual([asked, seen[0]?.token], [['https://management.azure.com/.default'], 'Bearer fresh'])
  })

  for (const [what, answer] of [
    ['a 408', { status: 408 }],
    ['a bare 429', { status: 429 }],
    ['a 500', { status: 500, body: '<html>' }],
    ['a 503', { status: 503 }],
    ['a connection that was reset', 'reset'],
    ['an answer that breaks off', 'cut'],
    ['a page that is no JSON', { status: 200, body: '<html>' }],
  ] as const)
    test(`is made again after ${what}, each time after a longer pause`, async (t) => {
      const { manager, seen, pauses } = await startScript(t, () => [answer, answer, ok], { firstDelayMs: 100 })
      assert.deepEqual((await manager.call('GET', path, '1')).body, { name: 'c' })
      assert.equal(seen.length, 3)
      assert.ok(pauses[0]! >= 50 && pauses[0]! <= 100 && pauses[1]! >= 100 && pauses[1]! <= 200, String(pauses))
    })

  test('waits as long as the service asks for, in seconds or until a date, and never for minutes', async (t) => {
    const date = { 'retry-after': 'Fri, 20 Nov 2026 08:00:07 GMT', date: 'Fri, 20 Nov 2026 08:00:00 GMT' }
    const answers = [{ 'retry-after': '3' }, date, { 'retry-after': '600' }].map((headers) => ({ status: 429, headers }))
    const { manager, pauses } = await startScript(t, () => [...answers, ok], { firstDelayMs: 1 })
    await manager.call('GET', path, '1')
    assert.deepEqual(pauses, [3000, 7000, 30_000])
  })

  test('that never gets an answer ends as a fault of the API', async (t) => {
    const { manager, seen } = await startScript(t, () => ['hang'], { timeoutMs: 40, attempts: 3 })
    await assert.rejects(manager.call('GET', path, '1'), { code: 'management-unavailable' })
    assert.equal(seen.length, 3)
  })

  test('that must happen once is made again only when it was turned away', async (t) => {
    const { manager, seen } = await startScript(t, () => [{ status: 429 }, { status: 500 }, ok])
    await assert.rejects(manager.call('POST', path, '1', {}, true), { code: 'management-unavailable' })
    assert.equal(seen.length, 2)
  })

  test('says by its fault what a refusal means', () => {
    const codes = [400, 401, 403, 404, 409].map((status) => refusalOf({ status, body: undefined }).code)
    assert.deepEqual(codes, ['input-invalid', 'setting-invalid', 'setting-invalid', 'not-found', 'management-unavailable'])
  })
})

describe('a long operation', () => {
  test('is followed by its own address until it has succeeded, and answers what came of it', async (t) => {
    const { manager, seen, pauses } = await startScript(t, (url) => [
      { status: 202, headers: { 'azure-asyncoperation': `${url}/operation`, location: `${url}/result`, 'retry-after': '1' } },
      { status: 200, body: '{"status":"Running"}', headers: { 'retry-after': '2' } },
      { status: 200, body: '{"status":"Succeeded"}' },
      ok,
    ])
    const answer = await manager.settle(await manager.call('POST', path, '1'))
    assert.deepEqual(answer.body, { name: 'c' })
    assert.deepEqual(
      seen.slice(1).map(({ url }) => url),
      ['/operation', '/operation', '/result'],
    )
    assert.deepEqual(pauses, [1000, 2000])
  })

  test('without such an address is followed by its location', async (t) => {
    const { manager, seen } = await startScript(t, (url) => [{ status: 202, headers: { location: `${url}/result` } }, { status: 202 }, ok])
    assert.equal((await manager.settle(await manager.call('POST', path, '1'))).status, 200)
    assert.equal(seen.length, 3)
  })

  test('that failed is thrown in the words of the service', async (t) => {
    const { manager } = await startScript(t, (url) => [
      { status: 201, headers: { 'azure-asyncoperation': `${url}/operation` } },
      { status: 200, body: '{"status":"Failed","error":{"code":"QuotaExceeded","message":"No cores."}}' },
    ])
    await assert.rejects(manager.settle(await manager.call('PUT', path, '1', {})), /QuotaExceeded No cores/)
  })

  test('never takes the token to another address', async (t) => {
    const stranger = await startScript(t, () => [ok])
    const { manager } = await startScript(t, () => [{ status: 202, headers: { location: `${stranger.url}/steal` } }])
    await assert.rejects(manager.settle(await manager.call('POST', path, '1')), { code: 'management-unavailable' })
    assert.deepEqual(stranger.seen, [])
  })

  test('is not waited for where the answer is final already', async (t) => {
    const { manager, seen } = await startScript(t, () => [ok])
    const answer = await manager.call('PUT', path, '1', {})
    assert.equal(await manager.settle(answer), answer)
    assert.equal(seen.length, 1)
  })
})
