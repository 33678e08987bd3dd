import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it, type TestContext } from 'node:test'
import { EventHubConsumerClient } from '@azure/event-hubs'
import { QueueClient } from '@azure/storage-queue'
import sharp from 'sharp'
import { receivedEvents } from '../../functions/ingest/received-events.ts'
import { type RunningAzurite, startAzurite } from '../../local/azurite/start.ts'
import { type RunningIotHub, startIotHub } from '../../local/iot-hub/start.ts'
import { UploadJob } from '../../shared/domain/upload-job.ts'
import { acceptUpload } from '../../shared/operations/accept-upload.ts'
import { ingestBatch } from '../../shared/operations/ingest-batch.ts'
import { nextTask } from '../../shared/operations/next-task.ts'
import type { Ports } from '../../shared/ports.ts'
import { labeler } from '../harness/labeling/doubtful-plant.ts'
import { createTestApp } from '../harness/test-app.ts'
import { readEvents } from '../local/iot-hub/clients.ts'
import { startModuleProcess } from './module-process.ts'
import { writeColourModel } from './support/colour-model.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

describe('a picture that somebody sends from the page at the device', () => {
  let azurite: RunningAzurite
  let hub: RunningIotHub
  let ports: Ports

  before(async () => {
    azurite = await startAzurite()
    hub = await startIotHub({ uploadStorage: { connectionString: azurite.connectionString, container: 'uploads' } })
    ports = await createTestApp(azurite.connectionString, {}, ['press-1'])
  })
  after(async () => {
    await hub.close()
    await azurite.close()
  })

  /** The environment of a module whose line to the hub is there. */
  async function environment(t: TestContext): Promise<Record<string, string>> {
    const root = temporaryFolder(t)
    writeColourModel(join(root, 'model'))
    const { modules } = await hub.ensureDevice('press-1', { modules: ['vision'] })
    const media = await hub.ensureDevice('press-1-media')
    return {
      ...{ EdgeHubConnectionString: modules['vision']!, EdgeModuleCACertificateFile: hub.certificateFile },
      ...{ IOTEDGE_DEVICEID: 'press-1', IOTEDGE_MODULEGENERATIONID: 'first', SCORING_PORT: '0' },
      ...{ DATA_FOLDER: join(root, 'data'), MODEL_FOLDER: join(root, 'model'), UPLOAD_CONNECTION_STRING: media.connectionString },
    }
  }

  /** Takes in what the hub holds by now, as the function app would, and does what it put into the queue of uploads. */
  async function takeInAll(): Promise<string[]> {
    const consumer = new EventHubConsumerClient('$Default', hub.eventsConnectionString)
    const partitions = await Promise.all((await consumer.getPartitionIds()).map((id) => consumer.getPartitionProperties(id)))
    await consumer.close()
    const count = partitions.reduce((sum, one) => sum + (one.isEmpty ? 0 : one.lastEnqueuedSequenceNumber + 1), 0)
    const events = await readEvents(hub, { count })
    const stamps = {
      systemPropertiesArray: events.map(() => ({ 'iothub-connection-device-id': 'press-1' })),
      propertiesArray: events.map(({ properties }) => properties ?? {}),
    }
    await ingestBatch(
      ports,
      receivedEvents(
        events.map(({ text }) => text),
        stamps,
        new Date(),
      ),
    )
    const queue = new QueueClient(azurite.connectionString, 'uploads')
    const outcomes: string[] = []
    for (;;) {
      const [message] = (await queue.receiveMessages()).receivedMessageItems
      if (message === undefined) return outcomes
      await queue.deleteMessage(message.messageId, message.popReceipt)
      const job = UploadJob.parse(JSON.parse(Buffer.from(message.messageText, 'base64').toString('utf8')))
      outcomes.push(`${job.kind} ${await acceptUpload(ports, job)}`)
    }
  }

  it('becomes a labeling task with the boxes of its model, though the plant is cut off and the module is killed meanwhile', async (t) => {
    const online = await environment(t)
    const nowhere = 'HostName=localhost:1;DeviceId=press-1;ModuleId=vision;SharedAccessKey=c2VjcmV0'
    const cut = startModuleProcess({
      ...online,
      EdgeHubConnectionString: nowhere,
      UPLOAD_CONNECTION_STRING: nowhere.replace(';ModuleId=vision', ''),
    })
    t.after(() => cut.child.kill('SIGKILL'))
    const page = String((await cut.until('module-started'))['scoring'])
    const square = { create: { width: 56, height: 56, channels: 3 as const, background: '#ff0000' } }
    const body = await sharp({ create: { width: 384, height: 224, channels: 3, background: '#101010' } })
      .composite([{ input: square }])
      .png()
      .toBuffer()
    const request = { method: 'POST', body: new Uint8Array(body), headers: { 'content-type': 'image/png' } }
    const answer = await fetch(`${page}/labeling`, request)
    assert.equal(answer.status, 202)
    const { picture, state } = (await answer.json()) as { picture: string; state: string }
    assert.equal(state, 'queued')
    await cut.until('upload-failed')
    cut.child.kill('SIGKILL')
    await cut.exited

    const back = startModuleProcess(online)
    t.after(() => back.child.kill('SIGKILL'))
    await back.until('upload-done')
    assert.deepEqual(readdirSync(join(online['DATA_FOLDER']!, 'cameras', '.sent')), [])
    // Sent once more it is the same one.
    const again = String((await back.until('module-started'))['scoring'])
    assert.equal(((await (await fetch(`${again}/labeling`, request)).json()) as { picture: string }).picture, picture)
    while (back.lines.filter(({ event }) => event === 'upload-done').length < 2) await new Promise(setImmediate)
    back.child.kill('SIGTERM')
    assert.equal(await back.exited, 0)

    assert.deepEqual((await takeInAll()).sort(), ['picture accepted', 'picture known'])
    const task = await nextTask(ports, { ...labeler('lena'), sites: ['plant-1'] }, { except: [] })
    assert.ok(task !== undefined)
    const { reason, camera, recording, frame, suggestions, width, height } = task.value
    assert.deepEqual(
      { reason, camera, recording, width, height },
      { reason: 'sent', camera: 'device-page', recording: picture, width: 384, height: 224 },
    )
    const [{ label, box, model }] = suggestions as [(typeof suggestions)[number]]
    assert.deepEqual([label, model.name, suggestions.length], ['red', 'test-model', 1])
    assert.ok(Math.abs(box.left + box.width / 2 - 0.5) < 0.1 && Math.abs(box.top + box.height / 2 - 0.5) < 0.1)
    assert.equal((await sharp((await ports.frames.read(frame))!).metadata()).width, 384)
    // Nothing of it is on its way to those outside.
    assert.deepEqual(await ports.complianceItems.list('plant-1', 10), [])
  })
})
