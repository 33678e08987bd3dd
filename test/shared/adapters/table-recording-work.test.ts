import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { RecordingWork } from '../../../shared/domain/night.ts'
import type { Recording } from '../../../shared/domain/recording.ts'
import { collect } from '../../../shared/operations/collect.ts'
import type { Ports } from '../../../shared/ports.ts'
import { at } from '../../harness/sample-messages.ts'
import { type StorageProxy, startStorageProxy } from '../../harness/storage-proxy.ts'
import { createTestApp } from '../../harness/test-app.ts'

const day = 86_400

describe('the work on recordings', () => {
  let azurite: RunningAzurite
  let proxy: StorageProxy
  let store: Ports['recordingWork']
  before(async () => {
    azurite = await startAzurite()
    proxy = await startStorageProxy(azurite)
    store = (await createTestApp(proxy.connectionString)).recordingWork
  })
  after(async () => {
    await proxy.close()
    await azurite.close()
  })

  const work = (recording: string, seconds: number, more: Partial<RecordingWork> = {}): RecordingWork => ({
    ...{ recording, site: 'plant-1', camera: 'camera-1', startedAt: at(seconds), endedAt: at(seconds + 10), failures: [] },
    ...more,
  })
  const find = ({ recording: id, ...rest }: RecordingWork) => store.find({ ...rest, id } as unknown as Recording)
  const ids = async (...query: Parameters<typeof store.all>) => (await collect(store.all(...query))).map(({ recording }) => recording)

  it('is read as it was written, and changed by whoever read it last', async () => {
    const first = work('rec-1', 0, { site: 'plant-a', frames: 3 })
    assert.equal(await find(first), undefined)
    const version = await store.save(first, undefined)
    assert.deepEqual(await find(first), { value: first, version })
    await assert.rejects(store.save({ ...first, frames: 4 }, undefined), { code: 'night-changed' })
    const next = await store.save({ ...first, frames: 4 }, version)
    await assert.rejects(store.save({ ...first, frames: 5 }, version), { code: 'night-changed' })
    assert.deepEqual((await find(first))?.version, next)
    assert.deepEqual((await find(first))?.value.frames, 4)
  })

  it('is written once when the answer to the write is lost', async () => {
    const lost = work('rec-lost', 0, { site: 'plant-b' })
    const broken = new Set<string>()
    proxy.table.decide = ({ method, path, body }) => {
      const isFirst =
        (method === 'POST' || method === 'PUT') && /RecordingWork/.test(path) && body.includes('rec-lost') && !broken.has(method)
      if (isFirst) broken.add(method)
      return isFirst ? { kind: 'execute-then-fail', how: 503 } : undefined
    }
    const version = await store.save(lost, undefined)
    await store.save({ ...lost, frames: 1 }, version)
    proxy.table.decide = () => undefined
    assert.equal(broken.size, 2)
    assert.equal((await find(lost))?.value.frames, 1)
  })

  it('comes by camera and time, all of a site or of a time, across days', async () => {
    const others = [
      work('c2-early', 0, { camera: 'camera-2' }),
      work('c10', 5, { camera: 'camera-10' }),
      work('foreign', 0, { site: 'plant-2' }),
    ]
    for (const one of [work('c1-late', 3 * day), work('c1-mid', 20), work('c1-early', 10), ...others]) await store.save(one, undefined)
    // Keys end in ~, which sorts after every digit: camera-10 comes before camera-1.
    assert.deepEqual(await ids('plant-1'), ['c10', 'c1-early', 'c1-mid', 'c1-late', 'c2-early'])
    assert.deepEqual(await ids('plant-1', { camera: 'camera-1', from: at(0), to: at(4 * day) }), ['c1-early', 'c1-mid', 'c1-late'])
    assert.deepEqual(await ids('plant-1', { from: at(0), to: at(20) }), ['c10', 'c1-early', 'c2-early'])
    assert.deepEqual(await ids('plant-1', { camera: 'camera-1', from: at(20), to: at(3 * day + 1) }), ['c1-mid', 'c1-late'])
    assert.deepEqual(await ids('plant-3'), [])
  })
})
