import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { createStorage, isLoopbackHttp, type Storage } from '../../../shared/adapters/storage.ts'
import { findRow, upsertRow } from '../../../shared/adapters/table-rows.ts'
import type { NetworkFault } from '../../harness/fault-proxy.ts'
import { type StorageProxy, startStorageProxy } from '../../harness/storage-proxy.ts'

const row = { partitionKey: 'p', rowKey: 'r', columns: { data: 'x' } }

describe('a call to storage', () => {
  let azurite: RunningAzurite
  let proxy: StorageProxy
  let storage: Storage
  let impatient: Storage
  const waits: number[] = []
  before(async () => {
    azurite = await startAzurite()
    proxy = await startStorageProxy(azurite)
    const sleep = async (ms: number) => void waits.push(ms)
    storage = createStorage({ connectionString: proxy.connectionString }, { sleep })
    impatient = createStorage({ connectionString: proxy.connectionString }, { sleep, timeoutMs: 300 })
    await upsertRow(storage, 'Fleet', row)
  })
  after(async () => {
    await proxy.close()
    await azurite.close()
  })

  /** Breaks the next so many requests and answers how many were made in all. */
  async function callWith(fault: NetworkFault, times: number, call: () => Promise<unknown>): Promise<number> {
    const first = proxy.table.requests.length
    waits.length = 0
    proxy.table.decide = ({ count }) => (count <= first + times ? fault : undefined)
    try {
      await call()
    } finally {
      proxy.table.decide = () => undefined
    }
    return proxy.table.requests.length - first
  }

  const passing: [string, NetworkFault][] = [
    ...[408, 429, 500, 502, 503, 504].map((status): [string, NetworkFault] => [String(status), { kind: 'reject', status }]),
    ['a reset after it was done', { kind: 'execute-then-fail', how: 'reset' }],
    ['an answer that breaks off', { kind: 'truncate-body' }],
  ]
  for (const [name, fault] of passing) {
    test(`is made again after ${name}`, async () => {
      assert.equal(await callWith(fault, 1, () => findRow(storage, 'Fleet', 'p', 'r')), 2)
      assert.equal(waits.length, 1)
    })
  }

  test('is made again when no answer comes at all', async () => {
    await callWith({ kind: 'execute-then-fail', how: 'hang' }, 1, () => findRow(impatient, 'Fleet', 'p', 'r'))
    assert.ok(waits.length >= 1)
  })

  test('waits longer each time, and gives up after four attempts with a fault that says so', async () => {
    const fault = { kind: 'reject', status: 503 } as const
    await assert.rejects(
      callWith(fault, 10, () => findRow(storage, 'Fleet', 'p', 'r')),
      { code: 'storage-unavailable' },
    )
    assert.equal(waits.length, 3)
    for (const [index, least] of [50, 200, 800].entries()) assert.ok(waits[index]! >= least && waits[index]! <= 2 * least, `${waits}`)
  })

  test('waits as long as the service asks for, within reason', async () => {
    const call = () => findRow(storage, 'Fleet', 'p', 'r')
    await callWith({ kind: 'reject', status: 429, retryAfterSeconds: 3 }, 1, call)
    assert.deepEqual(waits, [3000])
    await callWith({ kind: 'reject', status: 503, retryAfterSeconds: 3600 }, 1, call)
    assert.deepEqual(waits, [10_000])
  })

  for (const status of [400, 401, 403, 412, 413]) {
    test(`is not made again after ${status}, which would not change`, async () => {
      await assert.rejects(
        callWith({ kind: 'reject', status }, 10, () => upsertRow(storage, 'Fleet', row)),
        { statusCode: status },
      )
      assert.equal(waits.length, 0)
    })
  }

  test('goes unencrypted to this machine only', () => {
    for (const url of ['http://127.0.0.1:10002/devstoreaccount1', 'http://localhost:1', 'http://[::1]:1'])
      assert.ok(isLoopbackHttp(url), url)
    for (const url of [
      'http://127.0.0.1.example.com',
      'http://10.0.0.1',
      'https://127.0.0.1',
      'http://localhost@example.com',
      'ftp://localhost',
      '',
      undefined,
    ])
      assert.ok(!isLoopbackHttp(url), url)
  })
})
