import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { type FaultProxy, randomFaults, startFaultProxy } from './fault-proxy.ts'
import { createLedger } from './ledger.ts'
import { createRandom } from './random.ts'

describe('the fault proxy', () => {
  const executed: string[] = []
  const server = createServer((request, answer) => {
    executed.push(request.url ?? '')
    answer.end('x'.repeat(1000))
  })
  let proxy: FaultProxy
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    proxy = await startFaultProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  })
  after(async () => {
    await proxy.close()
    server.closeAllConnections()
    server.close()
  })

  test('hands requests on unchanged where nothing is to break', async () => {
    proxy.decide = () => undefined
    assert.equal((await (await fetch(`${proxy.url}/plain`)).text()).length, 1000)
    assert.ok(executed.includes('/plain'))
  })

  test('rejects without executing, and says how long to wait', async () => {
    proxy.decide = () => ({ kind: 'reject', status: 429, retryAfterSeconds: 7 })
    const answer = await fetch(`${proxy.url}/rejected`)
    assert.equal(answer.status, 429)
    assert.equal(answer.headers.get('retry-after'), '7')
    assert.ok(!executed.includes('/rejected'))
  })

  test('executes and then answers with a failure, a reset or half a body', async () => {
    proxy.decide = () => ({ kind: 'execute-then-fail', how: 503 })
    assert.equal((await fetch(`${proxy.url}/failed`)).status, 503)
    proxy.decide = () => ({ kind: 'execute-then-fail', how: 'reset' })
    await assert.rejects(fetch(`${proxy.url}/reset`))
    proxy.decide = () => ({ kind: 'truncate-body' })
    await assert.rejects(async () => (await fetch(`${proxy.url}/truncated`)).text())
    proxy.decide = () => ({ kind: 'execute-then-fail', how: 'hang' })
    await assert.rejects(fetch(`${proxy.url}/hung`, { signal: AbortSignal.timeout(100) }))
    for (const path of ['/failed', '/reset', '/truncated', '/hung']) assert.ok(executed.includes(path), path)
  })

  test('breaks the same requests for the same seed', () => {
    const draw = () => {
      const decide = randomFaults(createRandom(7), [{ rate: 0.1, fault: { kind: 'truncate-body' } }])
      return Array.from({ length: 1000 }, () => decide()?.kind)
    }
    assert.deepEqual(draw(), draw())
    const broken = draw().filter((kind) => kind !== undefined).length
    assert.ok(broken > 60 && broken < 140, `${broken} of 1000`)
  })
})

describe('the ledger', () => {
  test('counts what was lost, doubled, made up and reordered', () => {
    const ledger = createLedger()
    for (const key of ['a', 'b', 'c', 'd', 'e']) ledger.invoke(key)
    for (const key of ['a', 'b', 'c']) ledger.ok(key)
    ledger.fail('d')
    ledger.unknown('e')
    assert.deepEqual(ledger.check(['b', 'a', 'a', 'd', 'e', 'z']), {
      ...{ lost: 1, duplicated: 1, unexpected: 2, reordered: 2, unknownStored: 1 },
    })
    assert.deepEqual(ledger.check(['a', 'b', 'c']), { lost: 0, duplicated: 0, unexpected: 0, reordered: 0, unknownStored: 0 })
  })
})
