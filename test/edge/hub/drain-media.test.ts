import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import { BlobServiceClient } from '@azure/storage-blob'
import { drainMedia } from '../../../edge/hub/drain-media.ts'
import { createUploader } from '../../../edge/hub/uploader.ts'
import type { MediaLaneName } from '../../../edge/outbox/outbox.ts'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { type RunningIotHub, startIotHub } from '../../../local/iot-hub/start.ts'
import { startFaultProxy } from '../../harness/fault-proxy.ts'
import { readEvents } from '../../local/iot-hub/clients.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { startModuleOnHub } from './module-on-hub.ts'

let azurite: RunningAzurite
let hub: RunningIotHub
before(async () => {
  azurite = await startAzurite()
  hub = await startIotHub({ uploadStorage: { connectionString: azurite.connectionString, container: 'uploads' } })
})
after(async () => {
  await hub.close()
  await azurite.close()
})

/** A module with an upload identity; `blobEndpoint` puts something between it and the storage account. */
async function start(t: TestContext, device: string, blobEndpoint?: string) {
  const { modules } = await hub.ensureDevice(device, { modules: ['vision'] })
  const media = await hub.ensureDevice(`${device}-media`)
  const folder = temporaryFolder(t)
  const module = startModuleOnHub({ folder, connectionString: modules['vision']!, certificateFile: hub.certificateFile })
  const uploader = createUploader({
    device,
    connectionString: media.connectionString,
    ca: readFileSync(hub.certificateFile, 'utf8'),
    blobEndpoint,
  })
  const drain = drainMedia({ outbox: module.outbox, link: module.link, uploader, log: () => {}, firstWaitMs: 5, mostWaitMs: 20 })

  /** Puts a file of random bytes into a lane, and gives its path and content. */
  async function append(lane: MediaLaneName, name: string, bytes: number): Promise<{ file: string; content: Buffer }> {
    const file = join(folder, 'media', name.replaceAll('/', '_'))
    const content = randomBytes(bytes)
    writeFileSync(file, content)
    await module.outbox.append(lane, {
      ...(lane === 'snapshot' ? {} : { type: 'recording' as const }),
      traceparent: 'none',
      upload: { file, name, contentType: lane === 'snapshot' ? 'image/jpeg' : 'video/mp4', bytes },
      body: (key) => (lane === 'snapshot' ? undefined : { ...key, blob: uploader.pathOf(name) }),
    })
    return { file, content }
  }

  async function finish(): Promise<void> {
    drain.wake()
    await module.drained()
    await drain.stop()
    await uploader.close()
    await module.close()
  }
  return { append, finish, drain, module }
}

const uploads = () => BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('uploads')

test('a recording arrives whole under the folder of the upload identity, then its message, and its file is deleted', async (t) => {
  const { append, finish } = await start(t, 'camera-a')
  const { file, content } = await append('recording', 'recordings/gate/r1.mp4', 2_500_000)
  await finish()
  const blob = uploads().getBlobClient('camera-a-media/recordings/gate/r1.mp4')
  assert.deepEqual(await blob.downloadToBuffer(), content)
  assert.equal((await blob.getProperties()).contentType, 'video/mp4')
  const [event] = await readEvents(hub, { count: 1 })
  assert.equal(JSON.parse(event!.text).blob, 'camera-a-media/recordings/gate/r1.mp4')
  assert.equal(existsSync(file), false)
})

test('stills go first, then clips of incidents, then other recordings', async (t) => {
  const proxy = await startFaultProxy(azurite.blobUrl)
  t.after(() => proxy.close())
  const { append, finish } = await start(t, 'camera-b', `${proxy.url}/devstoreaccount1`)
  await append('recording', 'recordings/gate/plain.mp4', 1000)
  await append('clip', 'recordings/gate/clip.mp4', 1000)
  await append('snapshot', 'snapshots/gate/still.jpg', 1000)
  await finish()
  const order = proxy.requests
    .filter(({ path }) => path.includes('comp=blocklist'))
    .map(({ path }) => /(still|clip|plain)\./.exec(path)?.[1])
  assert.deepEqual(order, ['still', 'clip', 'plain'])
})

test('an upload that was cut goes on with the block where it broke off', async (t) => {
  const proxy = await startFaultProxy(azurite.blobUrl)
  t.after(() => proxy.close())
  let cuts = 0
  const isBlock = (path: string) => path.includes('comp=block&')
  // The third block is cut as often as the storage client tries by itself, and once more.
  proxy.decide = ({ path }) => {
    if (!isBlock(path) || !path.includes(encodeURIComponent(blockId(2))) || ++cuts > 3) return undefined
    return { kind: 'execute-then-fail', how: 'reset' }
  }
  const { append, finish } = await start(t, 'camera-c', `${proxy.url}/devstoreaccount1`)
  const { content } = await append('clip', 'recordings/gate/long.mp4', 4 * 1024 * 1024 + 5)
  await finish()
  const sent = proxy.requests
    .filter(({ path }) => isBlock(path))
    .map(({ path }) => decodeURIComponent(/blockid=([^&]+)/.exec(path)?.[1] ?? ''))
  assert.equal(sent.filter((id) => id === blockId(0)).length, 1, 'the first block was sent again')
  assert.equal(sent.filter((id) => id === blockId(2)).length, 4)
  assert.deepEqual(await uploads().getBlobClient('camera-c-media/recordings/gate/long.mp4').downloadToBuffer(), content)
})

test('an upload that is refused again and again never uses up the ten that the hub allows', async (t) => {
  const proxy = await startFaultProxy(azurite.blobUrl)
  t.after(() => proxy.close())
  let refusals = 0
  proxy.decide = () => (++refusals <= 15 ? { kind: 'reject', status: 403 } : undefined)
  const { append, finish } = await start(t, 'camera-d', `${proxy.url}/devstoreaccount1`)
  await append('snapshot', 'snapshots/gate/late.jpg', 1000)
  await finish()
  assert.equal(refusals > 15, true)
  assert.equal(await uploads().getBlobClient('camera-d-media/snapshots/gate/late.jpg').exists(), true)
})

test('a file that was evicted while its record waited does not hold the others up', async (t) => {
  const { append, finish, module } = await start(t, 'camera-e')
  rmSync((await append('clip', 'recordings/gate/gone.mp4', 10)).file)
  await append('clip', 'recordings/gate/there.mp4', 10)
  await finish()
  assert.equal(module.outbox.status().queueDepth, 0)
  assert.equal(await uploads().getBlobClient('camera-e-media/recordings/gate/there.mp4').exists(), true)
})

function blockId(index: number): string {
  return Buffer.from(String(index * 1024 * 1024).padStart(12, '0')).toString('base64')
}
