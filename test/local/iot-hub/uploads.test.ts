import assert from 'node:assert/strict'
import { request } from 'node:https'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { AnonymousCredential, BlobServiceClient, BlockBlobClient, newPipeline } from '@azure/storage-blob'
import iothub from 'azure-iothub'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { type RunningIotHub, startIotHub } from '../../../local/iot-hub/start.ts'
import { authorityOf, type DeviceClient, hubAgent, openDevice, tokenOf } from './clients.ts'

let azurite: RunningAzurite
let hub: RunningIotHub
let camera: DeviceClient
let connectionString: string

before(async () => {
  azurite = await startAzurite()
  hub = await startIotHub({ uploadStorage: { connectionString: azurite.connectionString, container: 'uploads' } })
  connectionString = (await hub.ensureDevice('camera-1')).connectionString
  camera = await openDevice(hub, connectionString)
})
after(async () => {
  await camera.close()
  await hub.close()
  await azurite.close()
})

interface Grant {
  readonly correlationId: string
  readonly hostName: string
  readonly containerName: string
  readonly blobName: string
  readonly sasToken: string
}

const grantFor = async (name: string) => (await camera.getBlobSharedAccessSignature(name)) as unknown as Grant

/** A client of the blob behind the grant, as a device builds it from the answer. */
function blobOf({ hostName, containerName, sasToken }: Grant, blobName: string): BlockBlobClient {
  const pipeline = newPipeline(new AnonymousCredential(), { retryOptions: { maxTries: 1 }, tlsOptions: { ca: authorityOf(hub) } } as object)
  return new BlockBlobClient(`https://${hostName}/${containerName}/${blobName}${sasToken}`, pipeline)
}

const stored = () => BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('uploads')

test('a device writes a file over https into its own folder and says that it is done', async () => {
  const grant = await grantFor('2026/segment 1.mp4')
  assert.equal(grant.blobName, 'camera-1/2026/segment 1.mp4')
  assert.match(grant.sasToken, /^\?/)
  await blobOf(grant, encodeURI(grant.blobName)).uploadData(Buffer.from('video'))
  await camera.notifyBlobUploadStatus(grant.correlationId, true, 200, 'done')
  const content = await stored().getBlobClient('camera-1/2026/segment 1.mp4').downloadToBuffer()
  assert.equal(content.toString(), 'video')
})

test('a file of several blocks arrives whole', async () => {
  const grant = await grantFor('large.bin')
  const bytes = Buffer.alloc(3_000_000, 'sightloop')
  await blobOf(grant, grant.blobName).uploadData(bytes, { blockSize: 1_000_000, maxSingleShotSize: 1_000_000, concurrency: 2 })
  await camera.notifyBlobUploadStatus(grant.correlationId, true, 200, 'done')
  assert.deepEqual(await stored().getBlobClient('camera-1/large.bin').downloadToBuffer(), bytes)
})

test("the SDK's own upload works where the process trusts the hub", async () => {
  setDefaultCACertificates([...getCACertificates('default'), authorityOf(hub)])
  const bytes = Buffer.from('by the SDK itself')
  await camera.uploadToBlob('by-sdk.txt', Readable.from([bytes]), bytes.length)
  assert.deepEqual(await stored().getBlobClient('camera-1/by-sdk.txt').downloadToBuffer(), bytes)
})

test('the service is told of a file that has arrived', async () => {
  setDefaultCACertificates([...getCACertificates('default'), authorityOf(hub)])
  const service = iothub.Client.fromConnectionString(hub.serviceConnectionString)
  await service.open()
  const receiver = await new Promise<NodeJS.EventEmitter>((resolve, reject) =>
    service.getFileNotificationReceiver((error, found) => (error ? reject(error) : resolve(found as unknown as NodeJS.EventEmitter))),
  )
  const told: { blobName: string; blobSizeInBytes: number; deviceId: string }[] = []
  const arrived = new Promise<void>((resolve) =>
    receiver.on('message', ({ data }: { data: Buffer }) => {
      told.push(JSON.parse(data.toString()))
      if (told.at(-1)?.blobName === 'camera-1/announced.txt') resolve()
    }),
  )
  const grant = await grantFor('announced.txt')
  await blobOf(grant, grant.blobName).uploadData(Buffer.from('12345'))
  await camera.notifyBlobUploadStatus(grant.correlationId, true, 200, 'done')
  await arrived
  assert.equal(told.at(-1)?.deviceId, 'camera-1')
  assert.equal(told.at(-1)?.blobSizeInBytes, 5)
  await service.close()
})

test('the permission is for one blob and for writing only', async () => {
  const grant = await grantFor('mine.jpg')
  await blobOf(grant, grant.blobName).uploadData(Buffer.from('picture'))
  await assert.rejects(blobOf(grant, 'camera-2/theirs.jpg').uploadData(Buffer.from('x')), { statusCode: 403 })
  await assert.rejects(blobOf(grant, grant.blobName).downloadToBuffer(), { statusCode: 403 })
  await assert.rejects(blobOf(grant, grant.blobName).delete(), { statusCode: 403 })
  await camera.notifyBlobUploadStatus(grant.correlationId, true, 200, 'done')
})

test('the permission ends after an hour', async () => {
  const { sasToken, correlationId } = await grantFor('short-lived.jpg')
  const end = new Date(new URLSearchParams(sasToken).get('se') ?? '').getTime()
  assert.ok(Math.abs(end - Date.now() - 3_600_000) < 60_000)
  await camera.notifyBlobUploadStatus(correlationId, false, 500, 'given up')
})

test('a device cannot get a permission for another device, nor end its uploads', async () => {
  const grant = await grantFor('kept.jpg')
  const { connectionString: otherDevice } = await hub.ensureDevice('camera-2')
  assert.equal(await post('/devices/camera-1/files', otherDevice, { blobName: 'forged.jpg' }), 401)
  assert.equal(await post(`/devices/camera-2/files/notifications/${grant.correlationId}`, otherDevice, { isSuccess: true }), 404)
  await camera.notifyBlobUploadStatus(grant.correlationId, false, 500, 'given up')
})

test('a name that leads out of the own folder is refused', async () => {
  for (const blobName of ['../camera-2/x.jpg', 'a/../../x.jpg', '/x.jpg', ''])
    assert.equal(await post('/devices/camera-1/files', connectionString, { blobName }), 400)
})

test('a device may have ten uploads under way', async () => {
  const { connectionString: busy } = await hub.ensureDevice('camera-busy')
  for (let index = 0; index < 10; index++) assert.equal(await post('/devices/camera-busy/files', busy, { blobName: `${index}.jpg` }), 200)
  assert.equal(await post('/devices/camera-busy/files', busy, { blobName: '10.jpg' }), 403)
})

function post(path: string, as: string, body: object): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: tokenOf(as), 'content-type': 'application/json' }
    const call = request({ method: 'POST', host: 'localhost', path, agent: hubAgent(hub), headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    call.on('error', reject).end(JSON.stringify(body))
  })
}
