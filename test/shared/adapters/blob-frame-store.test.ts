import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { BlobServiceClient } from '@azure/storage-blob'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { createBlobFrameStore } from '../../../shared/adapters/blob-frame-store.ts'
import { createStorage } from '../../../shared/adapters/storage.ts'
import type { FrameManifest } from '../../../shared/domain/frame.ts'
import type { FrameStore } from '../../../shared/ports.ts'
import { labelledRecording } from '../../harness/labelled-recording.ts'

let azurite: RunningAzurite
let store: FrameStore
before(async () => {
  azurite = await startAzurite()
  store = createBlobFrameStore(createStorage({ connectionString: azurite.connectionString }))
})
after(() => azurite.close())

const jpeg = (text: string) => Buffer.from(`\xff\xd8${text}`, 'latin1')
const nameOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const blobAt = (path: string) =>
  BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('ml-data').getBlobClient(path)

test('a frame is stored once under its hash, however often it is put', async () => {
  const bytes = jpeg('one')
  const frame = nameOf(bytes)
  assert.deepEqual([await store.has([frame]), await store.read(frame)], [new Set(), undefined])
  await store.put(frame, bytes)
  const first = await blobAt(`frames/${frame}.jpg`).getProperties()
  await Promise.all([store.put(frame, bytes), store.put(frame, bytes)])
  const again = await blobAt(`frames/${frame}.jpg`).getProperties()
  assert.deepEqual([again.etag, again.contentType], [first.etag, 'image/jpeg'])
  assert.deepEqual(await store.read(frame), bytes)
  assert.deepEqual(await store.has([frame, 'f'.repeat(64)]), new Set([frame]))
})

test('manifests and labels come back as they were, and the same one has the same bytes', async () => {
  const { manifest, labels } = labelledRecording({ id: 'rec-1', frames: [{}, { group: 'false-positive' }] })
  assert.deepEqual([await store.manifest('rec-1'), await store.labels('rec-1')], [undefined, undefined])
  await store.saveManifest(manifest)
  await store.saveLabels(labels)
  assert.deepEqual([await store.manifest('rec-1'), await store.labels('rec-1')], [manifest, labels])
  const bytes = await blobAt('manifests/rec-1.json').downloadToBuffer()
  await store.saveManifest(Object.fromEntries(Object.entries(manifest).reverse()) as FrameManifest)
  assert.deepEqual(await blobAt('manifests/rec-1.json').downloadToBuffer(), bytes)
})

test('a frame belongs to the first recording that had it', async () => {
  const { manifest } = labelledRecording({ id: 'rec-first', frames: [{}] })
  const [frame] = manifest.frames
  assert(frame !== undefined)
  assert.equal(await store.origin(frame.id), undefined)
  await store.saveManifest(manifest)
  await store.saveManifest({ ...manifest, recording: 'rec-second', camera: 'line-2' })
  assert.deepEqual(await store.origin(frame.id), { recording: 'rec-first', site: 'plant', camera: 'line-1' })
})
