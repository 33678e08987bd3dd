import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { BlobServiceClient } from '@azure/storage-blob'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { ArchiveSidecar } from '../../../shared/domain/archive.ts'
import { canonicalJson } from '../../../shared/domain/canonical-json.ts'
import type { IncidentEntry } from '../../../shared/domain/incident-entry.ts'
import type { Recording } from '../../../shared/domain/recording.ts'
import { archiveRecording } from '../../../shared/operations/archive-recording.ts'
import type { Ports } from '../../../shared/ports.ts'
import { listCrashPoints, runIntoCrash } from '../../harness/crash-runner.ts'
import type { SeenRequest } from '../../harness/fault-proxy.ts'
import { sampleIncident } from '../../harness/sample-incident.ts'
import { at, inferenceMessage } from '../../harness/sample-messages.ts'
import { type StorageProxy, startStorageProxy } from '../../harness/storage-proxy.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { blobNames, policyOf, putBlob, readBlob, storeRecording } from './archive-support/store-recording.ts'

const script = fileURLToPath(new URL('./archive-support/archive-process.ts', import.meta.url))

describe('archiving a recording', () => {
  let azurite: RunningAzurite
  let proxy: StorageProxy
  let ports: Ports
  before(async () => {
    azurite = await startAzurite()
    proxy = await startStorageProxy(azurite)
    ports = await createTestApp(proxy.connectionString, { storageTime: async () => new Date(at(4000)) })
    await ports.rosters.saveSite({ id: 'plant-1', name: 'Plant One', timeZone: 'Europe/Berlin' })
    await ports.rosters.saveCameraName('plant-1', 'camera-1', 'Filler')
  })
  after(async () => {
    await proxy.close()
    await azurite.close()
  })

  const store = (id: string, start: number) => storeRecording(ports, azurite.connectionString, { id, start })
  const archived = (path: string) => readBlob(azurite.connectionString, 'archive', path)
  const work = async (recording: Recording) => (await ports.recordingWork.find(recording))?.value
  const isCopy = ({ method, path }: SeenRequest) =>
    method === 'PUT' && path.includes('/archive/') && path.includes('.mp4') && !path.includes('?')
  const copiesOf = ({ path }: Recording) =>
    proxy.blob.requests.filter((request) => isCopy(request) && request.path.includes(path) && !request.path.includes('.json')).length

  test('copies it inside the account, reads it back, and writes beside it all that is known of it', async () => {
    const recording = await store('rec-whole', 0)
    const incident = sampleIncident('inc-1', {
      site: 'plant-1',
      camera: 'camera-1',
      startedAt: at(4),
      endedAt: at(6),
      snapshot: 'plant-1/x.jpg',
    })
    const by = { who: 'p1', name: 'Ada', at: at(60) }
    await ports.incidents.write({
      ...{ incident, version: undefined },
      entries: [
        { kind: 'verdict', seq: 1, ...by, verdict: 'rejected', reason: 'reflection', boxes: [] },
        { kind: 'withdrawal', seq: 2, ...by, at: at(61), of: 1 },
        { kind: 'verdict', seq: 3, ...by, at: at(62), verdict: 'confirmed', comment: 'a real one', boxes: [] },
      ],
    })
    for (const [id, startedAt, endedAt] of [
      ['inc-before', at(-60), at(-1)],
      ['inc-after', at(11), at(12)],
    ] as const)
      await ports.incidents.write({
        incident: sampleIncident(id, { site: 'plant-1', camera: 'camera-1', startedAt, endedAt }),
        version: undefined,
      })
    const message = inferenceMessage({ seq: 1, seconds: 5 })
    await ports.inferences.save({ site: 'plant-1', isLate: false, time: at(5), message })

    const result = await archiveRecording(ports, recording.id)
    assert.deepEqual(result, { outcome: 'done', frames: 0, annotations: 0, bytes: recording.bytes })
    assert.deepEqual(await archived(recording.path), await readBlob(azurite.connectionString, 'raw-video', recording.path))
    const text = String(await archived(`${recording.path}.json`))
    const sidecar = ArchiveSidecar.parse(JSON.parse(text))
    assert.equal(text, canonicalJson(sidecar))
    const { id: _, site, device, camera, startedAt, endedAt, receivedAt, path, bytes, sha256, codec, frameRate, width, height } = recording
    assert.deepEqual(sidecar, {
      ...{
        schema: 1,
        recording: 'rec-whole',
        site,
        siteName: 'Plant One',
        timeZone: 'Europe/Berlin',
        device,
        camera,
        cameraName: 'Filler',
      },
      ...{ startedAt, endedAt, receivedAt },
      video: { path, bytes, sha256, container: 'video/mp4', codec, frameRate, width, height },
      models: [message.model],
      incidents: [
        {
          ...{
            id: 'inc-1',
            rule: 'hand-in-zone',
            label: 'hand',
            severity: 'critical',
            startedAt: at(4),
            endedAt: at(6),
            snapshot: 'plant-1/x.jpg',
          },
          verdicts: [
            { seq: 1, at: at(60), who: 'p1', verdict: 'rejected', reason: 'reflection', withdrawnAt: at(61) },
            { seq: 3, at: at(62), who: 'p1', verdict: 'confirmed', comment: 'a real one' },
          ],
        },
      ],
    })
  })

  test('puts it on the cool tier, and says what the account cannot do', async () => {
    const recording = await store('rec-tier', 100)
    await archiveRecording(ports, recording.id)
    const blob = BlobServiceClient.fromConnectionString(azurite.connectionString)
      .getContainerClient('archive')
      .getBlobClient(recording.path)
    assert.equal((await blob.getProperties()).accessTier, 'Cool')
    const { protection, archivedSha256, archivedAt } = (await work(recording))!
    assert.deepEqual(protection, { tier: 'cool', immutability: 'unsupported', legalHold: 'unsupported' })
    assert.equal(archivedSha256, recording.sha256)
    assert.ok(archivedAt! > recording.receivedAt)
    assert.deepEqual(
      proxy.blob.requests.filter(({ path }) => path.includes('rec-tier') && path.includes('comp=immutabilityPolicies')).length,
      1,
    )
  })

  test('asks for no immutability where the policy wants none', async () => {
    const recording = await store('rec-off', 200)
    await archiveRecording({ ...ports, nights: policyOf({ immutableDays: 0 }) }, recording.id)
    assert.equal((await work(recording))?.protection?.immutability, 'off')
  })

  test('again copies nothing, and writes the sidecar only when a verdict came since', async () => {
    const recording = await store('rec-again', 300)
    const incident = sampleIncident('inc-again', { site: 'plant-1', camera: 'camera-1', startedAt: at(302), endedAt: at(303) })
    const version = await ports.incidents.write({ incident, version: undefined })
    await archiveRecording(ports, recording.id)
    const writes = () => proxy.blob.requests.filter(({ method, path }) => method === 'PUT' && path.includes('rec-again')).length
    const before = writes()
    assert.equal((await archiveRecording(ports, recording.id)).outcome, 'known')
    assert.equal(writes(), before)

    const entry: IncidentEntry = { kind: 'verdict', seq: 1, who: 'p1', name: 'Ada', at: at(400), verdict: 'rejected', boxes: [] }
    await ports.incidents.write({ incident: { ...incident, verdict: 'rejected' }, version, entries: [entry] })
    assert.equal((await archiveRecording(ports, recording.id)).outcome, 'known')
    assert.equal(copiesOf(recording), 1)
    assert.equal((await ports.videoArchive.readSidecar(recording.path))?.incidents[0]?.verdicts[0]?.verdict, 'rejected')
    assert.deepEqual((await blobNames(azurite.connectionString, 'archive', recording.path)).length, 2)
  })

  test('writes the newer sidecar beside the older one where a policy keeps that as it is', async () => {
    const recording = await store('rec-kept', 500)
    await archiveRecording(ports, recording.id)
    const first = String(await archived(`${recording.path}.json`))
    // What Azure answers where a policy of the container keeps a blob: 409 BlobImmutableDueToPolicy.
    proxy.blob.decide = ({ method, path }) =>
      method === 'PUT' && /rec-kept\.mp4(?:\.2)?\.json$/.test(path) && !path.endsWith('.3.json') && keeps(path)
        ? { kind: 'reject', status: 409 }
        : undefined
    const written = new Set<string>([`${recording.path}.json`])
    const keeps = (path: string) => [...written].some((name) => path.endsWith(name))
    for (const number of [2, 3]) {
      const startedAt = at(500 + number)
      await ports.incidents.write({
        incident: sampleIncident(`inc-kept-${number}`, { site: 'plant-1', camera: 'camera-1', startedAt, endedAt: startedAt }),
        version: undefined,
      })
      await archiveRecording(ports, recording.id)
      written.add(`${recording.path}.${number}.json`)
    }
    proxy.blob.decide = () => undefined
    const { path } = recording
    assert.deepEqual(await blobNames(azurite.connectionString, 'archive', path), [path, `${path}.2.json`, `${path}.3.json`, `${path}.json`])
    assert.equal(String(await archived(`${path}.json`)), first)
    assert.equal((await ports.videoArchive.readSidecar(path))?.incidents.length, 2)
  })

  test('is done already when the raw video is gone and the archive holds it', async () => {
    const recording = await store('rec-gone', 600)
    await putBlob(
      azurite.connectionString,
      'archive',
      recording.path,
      (await readBlob(azurite.connectionString, 'raw-video', recording.path))!,
    )
    for await (const video of ports.rawVideo.list('plant-1')) if (video.recording === recording.id) await ports.rawVideo.remove(video)
    assert.equal((await archiveRecording(ports, recording.id)).outcome, 'known')
    assert.equal((await work(recording))?.archivedSha256, recording.sha256)
  })

  test('copies a second time when the first copy is not what was uploaded', async () => {
    const recording = await store('rec-twice', 700)
    const media: Ports['media'] = {
      ...ports.media,
      has: async (container, path) => {
        const content = copiesOf(recording) === 0 ? Buffer.alloc(recording.bytes, 1) : original
        await putBlob(azurite.connectionString, 'raw-video', recording.path, content)
        return ports.media.has(container, path)
      },
    }
    const original = (await readBlob(azurite.connectionString, 'raw-video', recording.path))!
    assert.equal((await archiveRecording({ ...ports, media }, recording.id)).outcome, 'done')
    assert.equal(copiesOf(recording), 2)
    assert.deepEqual(await archived(recording.path), original)
  })

  test('ends bad, with the reason and the raw video kept, when the second copy is wrong as well', async () => {
    const recording = await store('rec-rotten', 800)
    const rotten = Buffer.alloc(recording.bytes, 1)
    await putBlob(azurite.connectionString, 'raw-video', recording.path, rotten)
    const result = await archiveRecording(ports, recording.id)
    assert.equal(result.outcome, 'bad')
    assert.match(result.reason!, /SHA-256/)
    assert.equal(copiesOf(recording), 2)
    assert.deepEqual(await readBlob(azurite.connectionString, 'raw-video', recording.path), rotten)
    assert.equal(await work(recording), undefined)
  })

  test('ends bad when the video is nowhere, and is refused for a recording that nobody knows', async () => {
    const recording = await store('rec-lost', 900)
    for await (const video of ports.rawVideo.list('plant-1')) if (video.recording === recording.id) await ports.rawVideo.remove(video)
    assert.deepEqual((await archiveRecording(ports, recording.id)).reason, 'The raw video is not there.')
    await assert.rejects(archiveRecording(ports, 'rec-unknown'), { code: 'not-found' })
  })

  test('keeps what the other steps wrote about the recording', async () => {
    const recording = await store('rec-shared', 1000)
    const { id, site, camera, startedAt, endedAt } = recording
    await ports.recordingWork.save({ recording: id, site, camera, startedAt, endedAt, frames: 7, failures: [] }, undefined)
    await archiveRecording(ports, recording.id)
    assert.deepEqual([(await work(recording))?.frames, (await work(recording))?.archivedSha256], [7, recording.sha256])
  })

  test('killed anywhere and run again ends as if nothing had happened', async () => {
    const whole = await store('rec-undisturbed', 2000)
    const points = await listCrashPoints(script, [azurite.connectionString, whole.id])
    const names = points.map(({ name }) => name)
    assert.deepEqual(names, ['archive-copied', 'archive-verified', 'archive-protected', 'archive-described', 'archive-recorded'])
    for (const [index, name] of names.entries()) {
      const recording = await store(`rec-${name}`, 2100 + index * 100)
      await runIntoCrash(script, [azurite.connectionString, recording.id], name)
      await archiveRecording(ports, recording.id)
      assert.deepEqual(
        await blobNames(azurite.connectionString, 'archive', recording.path),
        [recording.path, `${recording.path}.json`],
        name,
      )
      const { archivedAt: _, ...done } = (await work(recording))!
      assert.deepEqual(done, {
        ...{ recording: recording.id, site: 'plant-1', camera: 'camera-1', startedAt: recording.startedAt, endedAt: recording.endedAt },
        ...{ archivedSha256: recording.sha256, failures: [] },
        protection: { tier: 'cool', immutability: 'unsupported', legalHold: 'unsupported' },
      })
    }
  })
})
