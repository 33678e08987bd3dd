import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { Ports } from '../../../shared/ports.ts'
import type { NetworkFault, SeenRequest } from '../../harness/fault-proxy.ts'
import { type StorageProxy, startStorageProxy } from '../../harness/storage-proxy.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { blobNames, putBlob } from '../operations/archive-support/store-recording.ts'

const large = Buffer.alloc(9 * 1024 * 1024, 'video')

describe('writing an evidence package', () => {
  let azurite: RunningAzurite
  let proxy: StorageProxy
  let ports: Ports
  before(async () => {
    azurite = await startAzurite()
    proxy = await startStorageProxy(azurite)
    ports = await createTestApp(proxy.connectionString)
    await putBlob(azurite.connectionString, 'clips', 'large.mp4', large)
  })
  after(async () => {
    await proxy.close()
    await azurite.close()
  })

  const write = (name: string, blob = 'large.mp4') =>
    ports.evidence.write(name, [
      { path: 'first.txt', text: 'first' },
      { path: 'clip.mp4', container: 'clips', blob },
      { path: 'last.txt', text: 'last' },
    ])

  it('ends in a whole package or in none', async () => {
    const isPart = ({ path }: SeenRequest) => path.includes('comp=block') && !path.includes('blocklist')
    const failures: [string, (request: SeenRequest) => NetworkFault | undefined][] = [
      [
        'a clip that breaks off',
        ({ method, path }) => (method === 'GET' && path.includes('large.mp4') ? { kind: 'truncate-body' } : undefined),
      ],
      ['a part that is not taken', (request) => (isPart(request) ? { kind: 'reject', status: 503 } : undefined)],
      ['an end that is not taken', ({ path }) => (path.includes('comp=blocklist') ? { kind: 'reject', status: 500 } : undefined)],
    ]
    for (const [name, decide] of failures) {
      proxy.blob.decide = decide
      await assert.rejects(write('a.zip'), { code: 'storage-unavailable' }, name)
      proxy.blob.decide = () => undefined
      assert.deepEqual(await blobNames(azurite.connectionString, 'evidence'), [], name)
    }
    await assert.rejects(write('a.zip', 'absent.mp4'), { code: 'not-found' })
    assert.equal(await ports.evidence.has('a.zip'), false)
    await write('a.zip')
    assert.equal(await ports.evidence.has('a.zip'), true)
  })
})
