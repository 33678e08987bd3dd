import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { downloadBlob, hashBlob } from '../../../shared/adapters/read-blob.ts'
import { createStorage, type Storage } from '../../../shared/adapters/storage.ts'
import { temporaryFolder } from '../../edge/support/temporary-folder.ts'
import { type StorageProxy, startStorageProxy } from '../../harness/storage-proxy.ts'

const content = Buffer.alloc(200_000, 'video')
const sha256 = createHash('sha256').update(content).digest('hex')

describe('reading a blob', () => {
  let azurite: RunningAzurite
  let proxy: StorageProxy
  let storage: Storage
  before(async () => {
    azurite = await startAzurite()
    proxy = await startStorageProxy(azurite)
    storage = createStorage({ connectionString: proxy.connectionString }, { timeoutMs: 500, firstDelayMs: 1 })
    await storage.inContainer('archive', async (container) => {
      await container.createIfNotExists()
      await container.getBlockBlobClient('a.mp4').uploadData(content)
    })
  })
  after(async () => {
    await proxy.close()
    await azurite.close()
  })

  it('may take longer than an answer may take to begin', async () => {
    proxy.blob.decide = ({ method }) => (method === 'GET' ? { kind: 'pause-body', ms: 800 } : undefined)
    assert.equal(await hashBlob(storage, 'archive', 'a.mp4'), sha256)
    proxy.blob.decide = () => undefined
  })

  it('goes on, or begins anew, when the body breaks off', async (t) => {
    let broken = 0
    proxy.blob.decide = ({ method }) => (method === 'GET' && broken++ < 2 ? { kind: 'truncate-body' } : undefined)
    const file = join(temporaryFolder(t), 'a.mp4')
    await downloadBlob(storage, 'archive', 'a.mp4', file)
    proxy.blob.decide = () => undefined
    assert.ok(broken > 2)
    assert.deepEqual(readFileSync(file), content)
  })

  it('of one that is not there finds nothing', async (t) => {
    assert.equal(await hashBlob(storage, 'archive', 'absent.mp4'), undefined)
    await assert.rejects(downloadBlob(storage, 'archive', 'absent.mp4', join(temporaryFolder(t), 'x')), { code: 'not-found' })
  })
})
