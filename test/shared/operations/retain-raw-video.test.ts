import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { findBreak } from '../../../shared/domain/audit.ts'
import type { Principal } from '../../../shared/domain/person.ts'
import { applyHolds } from '../../../shared/operations/apply-hold.ts'
import { archiveRecording } from '../../../shared/operations/archive-recording.ts'
import { placeHold, releaseHold } from '../../../shared/operations/place-hold.ts'
import { retainRawVideo } from '../../../shared/operations/retain-raw-video.ts'
import { retainVideo } from '../../../shared/operations/retain-video.ts'
import type { Ports } from '../../../shared/ports.ts'
import { runIntoCrash } from '../../harness/crash-runner.ts'
import { at } from '../../harness/sample-messages.ts'
import { type StorageProxy, startStorageProxy } from '../../harness/storage-proxy.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { createVirtualClock, type VirtualClock } from '../../harness/virtual-clock.ts'
import { blobNames, putBlob, readBlob, sha256Of, storeRecording } from './archive-support/store-recording.ts'

const script = fileURLToPath(new URL('./archive-support/retain-process.ts', import.meta.url))
const hour = 3600
const auditor: Principal = { id: 'auditor-1', name: 'Ada', roles: ['safety-auditor'], sites: 'all' }

describe('raw video', () => {
  let azurite: RunningAzurite
  let proxy: StorageProxy
  let clock: VirtualClock
  let ports: Ports
  before(async () => {
    azurite = await startAzurite()
    proxy = await startStorageProxy(azurite)
    clock = createVirtualClock()
    ports = await createTestApp(proxy.connectionString, { clock: clock.now, storageTime: async () => clock.now() })
  })
  after(async () => {
    await proxy.close()
    await azurite.close()
  })

  /** Recordings of a site of its own, archived a minute after they began. */
  async function archiveSome(site: string, ids: readonly string[], more: { camera?: string } = {}) {
    const recordings = []
    for (const [index, id] of ids.entries())
      recordings.push(await storeRecording(ports, azurite.connectionString, { id, site, start: index * 10, ...more }))
    clock.set(at(60))
    for (const { id } of recordings) await archiveRecording(ports, id)
    return recordings
  }
  const raw = (site: string) => blobNames(azurite.connectionString, 'raw-video', `${site}/`)
  const chain = async (site: string) => (await ports.audit.read({ site, from: 1, limit: 100 })).entries

  test('is removed when it was in the archive for as long as the policy wants, and not a moment before', async () => {
    const recordings = await archiveSome('plant-a', ['a-1', 'a-2', 'a-3'])
    clock.set(at(60 + 72 * hour - 1))
    assert.equal((await retainRawVideo(ports, 'plant-a')).removed, 0)
    assert.equal((await chain('plant-a')).length, 0)

    clock.set(at(60 + 72 * hour))
    const bytes = recordings.reduce((sum, recording) => sum + recording.bytes, 0)
    assert.deepEqual(await retainRawVideo(ports, 'plant-a'), { removed: 3, bytes, held: 0 })
    assert.deepEqual(await raw('plant-a'), [])
    assert.equal((await blobNames(azurite.connectionString, 'archive', 'plant-a/')).length, 6)
    assert.equal((await ports.recordingWork.find(recordings[0]!))?.value.rawRemovedAt, at(60 + 72 * hour))

    const [entry, ...others] = await chain('plant-a')
    assert.equal(others.length, 0)
    const list = (await readBlob(
      azurite.connectionString,
      'audit',
      (
        await blobNames(azurite.connectionString, 'audit', 'removed-video/plant-a/')
      )[0]!,
    ))!
    assert.equal(String(list), recordings.map(({ sha256, path }) => `${sha256}  ${path}\n`).join(''))
    assert.deepEqual(
      [entry?.action, entry?.who, entry?.detail],
      ['raw-video-removed', 'system', { files: 3, bytes, list: sha256Of(list), archivedBefore: at(60) }],
    )
    assert.deepEqual(await retainRawVideo(ports, 'plant-a'), { removed: 0, bytes: 0, held: 0 })
    assert.equal((await chain('plant-a')).length, 1)
  })

  test('stays for ever when it was not archived, is not what was archived, or is nobody’s', async () => {
    const never = await storeRecording(ports, azurite.connectionString, { id: 'b-never', site: 'plant-b' })
    const [emptied] = await archiveSome('plant-b', ['b-emptied'])
    await putBlob(azurite.connectionString, 'archive', emptied!.path, Buffer.from('cut short'))
    await putBlob(azurite.connectionString, 'raw-video', 'plant-b/camera-1/2026/11/20/080000000-b-stranger.mp4', Buffer.from('x'))
    await putBlob(azurite.connectionString, 'raw-video', 'plant-b/notes.txt', Buffer.from('x'))
    clock.set(at(10_000 * hour))
    assert.equal((await retainRawVideo(ports, 'plant-b')).removed, 0)
    assert.deepEqual((await raw('plant-b')).length, 4)
    assert.ok((await raw('plant-b')).includes(never.path))
    assert.deepEqual(await chain('plant-b'), [])
  })

  test('stays while a hold covers it, and goes after the hold was released', async () => {
    await archiveSome('plant-c', ['c-1', 'c-2', 'c-3', 'c-4'])
    await archiveSome('plant-c', ['c-other'], { camera: 'camera-2' })
    const input = { site: 'plant-c', camera: 'camera-1', from: at(15), to: at(25), reason: 'An accident is looked into.' }
    const hold = await placeHold(ports, auditor, input)
    clock.set(at(100 * hour))
    assert.deepEqual((({ removed, held }) => ({ removed, held }))(await retainRawVideo(ports, 'plant-c')), { removed: 3, held: 2 })
    assert.deepEqual(
      (await raw('plant-c')).map((path) => path.slice(-7)),
      ['c-2.mp4', 'c-3.mp4'],
    )

    await releaseHold(ports, auditor, 'plant-c', hold.id)
    await assert.rejects(releaseHold(ports, auditor, 'plant-c', hold.id), { code: 'input-invalid' })
    assert.equal((await retainRawVideo(ports, 'plant-c')).removed, 2)
    const entries = await chain('plant-c')
    assert.deepEqual(
      entries.map(({ action }) => action),
      ['hold-placed', 'raw-video-removed', 'hold-released', 'raw-video-removed'],
    )
    assert.equal(findBreak(entries), undefined)
  })

  test('killed while it is removed, goes on where it was, with an entry for each list', async () => {
    for (const point of ['retain-audited', 'retain-marked', 'retain-removed']) {
      const site = `plant-${point}`
      await archiveSome(site, [`${point}-1`, `${point}-2`])
      clock.set(at(100 * hour))
      await runIntoCrash(script, [azurite.connectionString, site, at(100 * hour)], point)
      const left = (await raw(site)).length
      // Several go at a time: how far the others were is chance.
      assert.ok(point === 'retain-audited' ? left === 2 : left <= (point === 'retain-removed' ? 1 : 2))
      assert.equal((await retainRawVideo(ports, site)).removed, left)
      assert.deepEqual(await raw(site), [])
      assert.deepEqual(
        (await chain(site)).map(({ detail }) => detail['files']),
        left === 0 ? [2] : [2, left],
      )
    }
  })

  test('is looked after for all sites at once, clips of yesterday included', async () => {
    for (const id of ['plant-d', 'plant-e']) {
      await ports.rosters.saveSite({ id, name: id, timeZone: 'UTC' })
      await archiveSome(id, [`${id}-1`])
    }
    await putBlob(azurite.connectionString, 'clips', 'plant-d/old.mp4', Buffer.from('x'))
    // Blobs carry the real time; the site's clock is moved past it.
    clock.set('2100-01-01T00:00:00.000Z')
    assert.deepEqual((({ removed, clips }) => ({ removed, clips }))(await retainVideo(ports)), { removed: 2, clips: 1 })
    assert.deepEqual(await blobNames(azurite.connectionString, 'clips'), [])
  })
})

describe('a legal hold', () => {
  let azurite: RunningAzurite
  let proxy: StorageProxy
  let ports: Ports
  before(async () => {
    azurite = await startAzurite()
    proxy = await startStorageProxy(azurite)
    // An account that can hold files answers 200 where the emulator answers 501.
    proxy.blob.decide = ({ path }) => (/comp=(legalhold|immutabilityPolicies)/i.test(path) ? { kind: 'reject', status: 200 } : undefined)
    ports = await createTestApp(proxy.connectionString, { storageTime: async () => new Date(at(4000)) })
  })
  after(async () => {
    await proxy.close()
    await azurite.close()
  })

  const toldAbout = (id: string) => proxy.blob.requests.filter(({ path }) => path.includes(id) && /comp=legalhold/i.test(path)).length
  const stateOf = async (recording: Parameters<Ports['recordingWork']['find']>[0]) =>
    (await ports.recordingWork.find(recording))?.value.protection?.legalHold

  test('is told to the archived files that it covers, and to those archived later; so is its release', async () => {
    const before = await storeRecording(ports, azurite.connectionString, { id: 'hold-1', start: 0 })
    const outside = await storeRecording(ports, azurite.connectionString, { id: 'hold-out', start: 100 })
    const later = await storeRecording(ports, azurite.connectionString, { id: 'hold-2', start: 10 })
    await archiveRecording(ports, before.id)
    await archiveRecording(ports, outside.id)
    assert.equal(await stateOf(before), 'unset')

    const hold = await placeHold(ports, auditor, { site: 'plant-1', from: at(5), to: at(15), reason: 'A claim.' })
    assert.equal(hold.isApplied, true)
    await archiveRecording(ports, later.id)
    assert.deepEqual([await stateOf(before), await stateOf(later), await stateOf(outside)], ['set', 'set', 'unset'])

    // A file under two holds is let go by the release of the second.
    const other = await placeHold(ports, auditor, { site: 'plant-1', camera: 'camera-1', from: at(0), to: at(5), reason: 'Another claim.' })
    await releaseHold(ports, auditor, 'plant-1', hold.id)
    assert.deepEqual([await stateOf(before), await stateOf(later)], ['set', 'unset'])
    await releaseHold(ports, auditor, 'plant-1', other.id)
    assert.equal(await stateOf(before), 'unset')

    const told = toldAbout('hold-1')
    await applyHolds(ports, 'plant-1')
    assert.equal(toldAbout('hold-1'), told)
  })

  test('whose files could not all be told is finished by the timer', async () => {
    const recording = await storeRecording(ports, azurite.connectionString, { id: 'hold-late', start: 1000 })
    await archiveRecording(ports, recording.id)
    await ports.holds.save({
      ...{
        id: 'hold-begun',
        site: 'plant-1',
        from: at(1000),
        to: at(1001),
        reason: 'A claim.',
        placedAt: at(2000),
        placedBy: 'x',
        isApplied: false,
      },
    })
    await applyHolds(ports, 'plant-1')
    assert.equal(await stateOf(recording), 'set')
    assert.equal((await ports.holds.list('plant-1')).find(({ id }) => id === 'hold-begun')?.isApplied, true)
  })

  test('locks the archived file for as long as the policy wants', async () => {
    const recording = await storeRecording(ports, azurite.connectionString, { id: 'hold-lock', start: 3000 })
    await archiveRecording(ports, recording.id)
    const protection = (await ports.recordingWork.find(recording))?.value.protection
    const immutableUntil = new Date(Date.parse(recording.receivedAt) + 180 * 86_400_000).toISOString()
    assert.deepEqual(protection, { tier: 'cool', immutability: 'locked', immutableUntil, legalHold: 'unset' })
  })
})
