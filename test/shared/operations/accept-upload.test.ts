import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { BlobServiceClient } from '@azure/storage-blob'
import { QueueClient } from '@azure/storage-queue'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { Fault } from '../../../shared/domain/faults.ts'
import { UploadJob } from '../../../shared/domain/upload-job.ts'
import { acceptUpload } from '../../../shared/operations/accept-upload.ts'
import { ingestBatch } from '../../../shared/operations/ingest-batch.ts'
import type { Ports } from '../../../shared/ports.ts'
import { at, eventOf, incidentMessage, recordingMessage } from '../../harness/sample-messages.ts'
import { createTestApp } from '../../harness/test-app.ts'

const mp4 = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), Buffer.alloc(5000, 7)])
const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2000, 9)])

describe('uploads', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let blobs: BlobServiceClient
  let queue: QueueClient
  let seq = 0
  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
    blobs = BlobServiceClient.fromConnectionString(azurite.connectionString)
    await blobs.getContainerClient('uploads').createIfNotExists()
    queue = new QueueClient(azurite.connectionString, 'uploads')
    await queue.createIfNotExists()
  })
  after(() => azurite.close())

  async function upload(path: string, content: Buffer, type = 'application/octet-stream'): Promise<void> {
    const blob = blobs.getContainerClient('uploads').getBlockBlobClient(path)
    await blob.uploadData(content, { blobHTTPHeaders: { blobContentType: type } })
  }

  /** The next job that the test is about; those that others left waiting come back in between. */
  async function takeJob(isWanted: (job: UploadJob) => boolean): Promise<UploadJob> {
    for (;;) {
      const [message] = (await queue.receiveMessages()).receivedMessageItems
      assert.ok(message !== undefined, 'a job lies in the queue')
      await queue.deleteMessage(message.messageId, message.popReceipt)
      const job = UploadJob.parse(JSON.parse(Buffer.from(message.messageText, 'base64').toString('utf8')))
      if (isWanted(job)) return job
    }
  }

  async function announceRecording(id: string, announced: Uint8Array = mp4): Promise<UploadJob> {
    await ingestBatch(ports, [eventOf(recordingMessage({ seq: ++seq, seconds: 20 }, id, announced))])
    return takeJob((job) => job.kind === 'recording' && job.message.recording === id)
  }

  const exists = (container: string, path: string) => blobs.getContainerClient(container).getBlobClient(path).exists()

  test('of recordings are moved to where their camera and time say, with a row that finds them', async () => {
    await upload('edge-1-media/rec-1.mp4', mp4, 'text/html')
    const job = await announceRecording('rec-1')
    assert.equal(await acceptUpload(ports, job), 'accepted')
    const path = 'plant-1/camera-1/2026/11/20/080010000-rec-1.mp4'
    assert.equal((await ports.recordings.find('rec-1'))?.path, path)
    const blob = blobs.getContainerClient('raw-video').getBlobClient(path)
    assert.deepEqual(await blob.downloadToBuffer(), mp4)
    assert.equal((await blob.getProperties()).contentType, 'video/mp4')
    assert.equal(await exists('uploads', 'edge-1-media/rec-1.mp4'), false)
    const { items } = await ports.recordings.list({ site: 'plant-1', camera: 'camera-1', limit: 10 })
    assert.deepEqual(
      items.map(({ id }) => id),
      ['rec-1'],
    )

    assert.equal(await acceptUpload(ports, job), 'known')
  })

  test('that are not there yet are waited for', async () => {
    const job = await announceRecording('rec-2')
    assert.equal(await acceptUpload(ports, job), 'waiting')
    await upload('edge-1-media/rec-2.mp4', mp4)
    assert.equal(await acceptUpload(ports, { ...job, attempt: 1 }), 'accepted')
  })

  test('that never come are reported after three days', async () => {
    const job = await announceRecording('rec-3')
    assert.equal(await acceptUpload(ports, { ...job, attempt: 81 }), 'quarantined')
    assert.equal((await ports.quarantine.list({ limit: 1 })).items[0]?.reason, 'upload-missing')
  })

  const wrong: [string, Buffer, Buffer, string][] = [
    ['of another size', Buffer.concat([mp4, mp4]), mp4, 'upload-mismatch'],
    ['of other content', Buffer.from(mp4).fill(1, 100), mp4, 'upload-mismatch'],
    [
      'that is a page and no video',
      Buffer.from('<html><script>alert(1)</script></html>'),
      Buffer.from('<html><script>alert(1)</script></html>'),
      'upload-type',
    ],
    ['that is a program', Buffer.from('\x7fELF0123456789abcdef'), Buffer.from('\x7fELF0123456789abcdef'), 'upload-type'],
  ]
  for (const [index, [name, content, announced, reason]] of wrong.entries()) {
    test(`${name} go to quarantine and are shown to nobody`, async () => {
      const id = `wrong-${index}`
      await upload(`edge-1-media/${id}.mp4`, content)
      assert.equal(await acceptUpload(ports, await announceRecording(id, announced)), 'quarantined')
      assert.equal(await ports.recordings.find(id), undefined)
      assert.equal(await exists('uploads', `edge-1-media/${id}.mp4`), false)
      const items = (await ports.quarantine.list({ limit: 100 })).items.filter(({ sample }) =>
        Buffer.from(sample, 'base64').toString().includes(id),
      )
      assert.deepEqual(
        items.map((item) => item.reason),
        [reason],
      )
    })
  }

  test('of stills become the picture of their incident, the newest message winning in any order', async () => {
    const opened = incidentMessage({ seq: ++seq, seconds: 100 }, { snapshot: 'edge-1-media/s1.jpg' })
    const updated = incidentMessage({ seq: ++seq, seconds: 102 }, { start: 100, phase: 'updated', snapshot: 'edge-1-media/s2.jpg' })
    await upload('edge-1-media/s1.jpg', jpeg)
    await upload('edge-1-media/s2.jpg', jpeg)
    await ingestBatch(ports, [eventOf(opened), eventOf(updated)])
    const isStill = (job: UploadJob) => job.kind === 'snapshot'
    const jobs = [await takeJob(isStill), await takeJob(isStill)]
    for (const job of jobs.reverse()) await acceptUpload(ports, job)
    const incident = (await ports.incidents.find(opened.incident))?.value
    assert.match(incident?.snapshot ?? '', /^plant-1\/camera-1\/2026\/11\/20\/080140000-[0-9a-f]{32}-080142000-\d+\.jpg$/)
    assert.ok(await exists('snapshots', incident?.snapshot ?? ''))
    assert.equal(await exists('uploads', 'edge-1-media/s1.jpg'), false)
    assert.equal(incident?.phase, 'open')
  })

  test('announced twice, with all of it done before, change nothing', async () => {
    await upload('edge-1-media/rec-7.mp4', mp4)
    const job = await announceRecording('rec-7')
    const again = await announceRecording('rec-7')
    assert.equal(await acceptUpload(ports, job), 'accepted')
    assert.equal(await acceptUpload(ports, again), 'known')
    const { items } = await ports.recordings.list({ site: 'plant-1', camera: 'camera-1', from: at(0), limit: 100 })
    assert.equal(items.filter(({ id }) => id === 'rec-7').length, 1)
  })

  test('that come while storage is away are looked at later, not given up', async () => {
    await upload('edge-1-media/rec-9.mp4', mp4)
    const job = await announceRecording('rec-9')
    const recordings = { ...ports.recordings, save: () => Promise.reject(new Fault('storage-unavailable')) }
    assert.equal(await acceptUpload({ ...ports, recordings }, job), 'waiting')
    assert.equal(await acceptUpload(ports, { ...job, attempt: 1 }), 'accepted')
  })

  test('written again by the device while they are looked at are not accepted', async () => {
    await upload('edge-1-media/rec-8.mp4', mp4)
    const inspected = await ports.media.inspectUpload('edge-1-media/rec-8.mp4')
    assert.ok(inspected !== undefined)
    await upload('edge-1-media/rec-8.mp4', Buffer.from('something else'))
    await assert.rejects(ports.media.accept(inspected, 'raw-video', 'plant-1/camera-1/x.mp4'), { code: 'upload-changed' })
    assert.equal(await exists('raw-video', 'plant-1/camera-1/x.mp4'), false)
  })
})
