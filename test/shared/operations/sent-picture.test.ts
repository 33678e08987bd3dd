import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob'
import sharp from 'sharp'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { NightPolicy } from '../../../shared/domain/night-policy.ts'
import { sentPictureId } from '../../../shared/domain/sent-picture.ts'
import type { UploadJobOf } from '../../../shared/domain/upload-job.ts'
import { acceptUpload } from '../../../shared/operations/accept-upload.ts'
import { archiveRecording } from '../../../shared/operations/archive-recording.ts'
import { buildDataset } from '../../../shared/operations/build-dataset.ts'
import { collect } from '../../../shared/operations/collect.ts'
import { labelRecording } from '../../../shared/operations/label-recording.ts'
import { nextTask } from '../../../shared/operations/next-task.ts'
import { planNight } from '../../../shared/operations/plan-night.ts'
import { saveTask } from '../../../shared/operations/save-task.ts'
import { splitRecording } from '../../../shared/operations/split-recording.ts'
import { startNight } from '../../../shared/operations/start-night.ts'
import { takeIn } from '../../../shared/operations/take-in.ts'
import type { Ports } from '../../../shared/ports.ts'
import { listCrashPoints, runIntoCrash } from '../../harness/crash-runner.ts'
import { scientist } from '../../harness/labeling/doubtful-plant.ts'
import { at, eventOf, incidentMessage } from '../../harness/sample-messages.ts'
import { createTestApp } from '../../harness/test-app.ts'

const program = fileURLToPath(new URL('../../harness/sent-picture-process.ts', import.meta.url))
const model = { name: 'line-starter', version: '1', digest: 'a'.repeat(64) }
const seen = { label: 'missing-cap', confidence: 0.4, box: { left: 0.4, top: 0.2, width: 0.1, height: 0.3 } }
const ada = scientist('ada')
const orchestrations = { start: async () => {}, wake: async () => {}, status: async () => undefined }

describe('a picture that was sent for labeling', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let uploads: ContainerClient
  let grey = 0

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
    await ports.rosters.saveSite({ id: 'plant-1', name: 'plant-1', timeZone: 'UTC' })
    await ports.nights.savePolicy('plant-1', NightPolicy.parse({ secondOpinionShare: 0, goldShare: 0 }), undefined)
    uploads = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('uploads')
    await uploads.createIfNotExists()
  })
  after(() => azurite.close())

  /** A picture that is no other one. */
  const plain = (width = 64, height = 48) =>
    sharp({ create: { width, height, channels: 3, background: { r: ++grey, g: grey, b: 3 * grey } } }).jpeg()

  async function upload(jpeg: Buffer, more: Partial<UploadJobOf<'picture'>['message']> = {}): Promise<UploadJobOf<'picture'>> {
    const sha256 = createHash('sha256').update(jpeg).digest('hex')
    const blob = `edge-1-media/pictures/${sha256}.jpg`
    await uploads.getBlockBlobClient(blob).uploadData(jpeg)
    const message = {
      ...{ device: 'edge-1', bootId: 'boot-1', seq: 1, at: at(0), blob, bytes: jpeg.length, sha256, width: 64, height: 48 },
      ...{ model, detections: [seen], ...more },
    }
    return { kind: 'picture', site: 'plant-1', device: 'edge-1', enqueuedAt: at(1), message, attempt: 0 }
  }
  const idOf = ({ device, message }: UploadJobOf<'picture'>) => sentPictureId(device, message.sha256)
  const tasksOf = (job: UploadJobOf<'picture'>) => ports.labelTasks.ofRecording('plant-1', idOf(job))
  const isThere = (job: UploadJobOf<'picture'>) => uploads.getBlobClient(job.message.blob).exists()

  it('is asked about with what the device saw, is answered, and teaches from the next night on', async () => {
    const job = await upload(await plain().toBuffer(), { camera: 'camera-1' })
    assert.equal(await acceptUpload(ports, job), 'accepted')
    assert.equal(await isThere(job), false)
    const task = await nextTask(ports, ada, { site: 'plant-1', except: [] })
    assert.deepEqual([task?.value.reason, task?.value.camera, task?.value.suggestions], ['sent', 'camera-1', [{ ...seen, model }]])
    await saveTask(ports, ada, task!.value.id, [{ label: 'missing-cap', box: seen.box }], task!.version)

    const { night } = await startNight({ ...ports, orchestrations }, { site: 'plant-1', startedBy: 'timer' })
    assert.equal((await planNight(ports, { site: 'plant-1', night: night.id })).recordings, 1)
    assert.deepEqual(await ports.nights.page(night.id, 0), [idOf(job)])
    for (const step of [archiveRecording, splitRecording]) assert.equal((await step(ports, idOf(job))).outcome, 'known')
    assert.equal((await labelRecording(ports, idOf(job))).annotations, 1)
    const { items, version } = await buildDataset(ports, { site: 'plant-1', night: night.id })
    assert.equal(items, 1)
    const [item] = await collect(ports.datasets.items(version!))
    assert.deepEqual([item?.frame, item?.recording, item?.group], [job.message.sha256, idOf(job), 'positive'])
  })

  it('is one task, however often it comes, and stays answered', async () => {
    const jpeg = await plain().toBuffer()
    const job = await upload(jpeg)
    assert.equal(await acceptUpload(ports, job), 'accepted')
    assert.equal(await acceptUpload(ports, job), 'known')
    const [task] = await tasksOf(job)
    await ports.labelTasks.save({ ...task!.value, state: 'closed' }, task!.version)
    await upload(jpeg)
    assert.equal(await acceptUpload(ports, { ...job, message: { ...job.message, at: at(500) }, enqueuedAt: at(501) }), 'accepted')
    assert.equal((await tasksOf(job)).length, 1)
    assert.equal((await ports.frames.manifest(idOf(job)))?.startedAt, at(0))
  })

  it('is waited for where its message was faster', async () => {
    const jpeg = await plain().toBuffer()
    const job = await upload(jpeg)
    await uploads.getBlobClient(job.message.blob).delete()
    assert.equal(await acceptUpload(ports, job), 'waiting')
    assert.equal((await tasksOf(job)).length, 0)
    await upload(jpeg)
    assert.equal(await acceptUpload(ports, job), 'accepted')
  })

  it('is asked about without boxes where the device has no model, as one of no camera where none was named', async () => {
    const { model: _, ...message } = (await upload(await plain().toBuffer(), { detections: [] })).message
    const job: UploadJobOf<'picture'> = { ...(await upload(await plain().toBuffer())), message }
    await acceptUpload(ports, job)
    const [task] = await tasksOf(job)
    assert.deepEqual([task?.value.camera, task?.value.suggestions], ['device-page', []])
  })

  it('is not what an incident of the same time was about', async () => {
    const incident = incidentMessage({ seq: 1, seconds: 5 }, { start: 0, phase: 'closed' })

    await takeIn(ports, [eventOf(incident)])
    const job = await upload(await plain().toBuffer(), { camera: incident.camera })
    await acceptUpload(ports, job)
    assert.deepEqual((await tasksOf(job))[0]?.value.incidents, [])
  })

  it('goes to quarantine where it is not what was announced, no picture, too small to draw on, or more than its pixels', async () => {
    const good = await upload(await plain().toBuffer())
    const exif = await plain()
      .withExif({ IFD0: { Copyright: 'canary' } })
      .toBuffer()
    const cases: [UploadJobOf<'picture'>, RegExp][] = [
      [{ ...good, message: { ...good.message, bytes: good.message.bytes + 1 } }, /announced/],
      [await upload(await plain().png().toBuffer()), /not a JPEG/],
      [await upload((await plain().toBuffer()).subarray(0, 250)), /cannot be decoded/],
      [await upload(await plain(20, 400).toBuffer()), /20 × 400 pixels are too few/],
      [await upload(exif), /more than its pixels/],
    ]
    for (const [job, detail] of cases) {
      assert.equal(await acceptUpload(ports, job), 'quarantined', String(detail))
      const { items } = await ports.quarantine.list({ limit: 100 })
      assert.ok(
        items.some((item) => Buffer.from(item.sample, 'base64').toString().includes(job.message.sha256) && detail.test(item.detail)),
        String(detail),
      )
      assert.equal((await tasksOf(job)).length, 0)
      assert.equal(await isThere(job), false)
    }
  })

  it('ends the same wherever the host is killed', async () => {
    const run = (job: UploadJobOf<'picture'>) => [azurite.connectionString, JSON.stringify(job)]
    const points = await listCrashPoints(program, run(await upload(await plain().toBuffer())))
    assert.deepEqual(
      points.map(({ name }) => name),
      ['picture-stored', 'picture-listed', 'picture-asked'],
    )
    for (const { name } of points) {
      const jpeg = await plain().toBuffer()
      const job = await upload(jpeg)
      await runIntoCrash(program, run(job), name)
      await acceptUpload(ports, job)
      const tasks = await tasksOf(job)
      assert.deepEqual([tasks.length, tasks[0]?.value.suggestions.length, await isThere(job)], [1, 1, false], name)
      assert.deepEqual(await ports.frames.read(job.message.sha256), jpeg)
    }
  })
})
