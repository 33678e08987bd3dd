import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { EventHubConsumerClient } from '@azure/event-hubs'
import { BlobServiceClient } from '@azure/storage-blob'
import sharp from 'sharp'
import { type RunningAzurite, startAzurite } from '../../local/azurite/start.ts'
import { type RunningIotHub, startIotHub } from '../../local/iot-hub/start.ts'
import { type MessageType, messageSchemas } from '../../shared/domain/messages.ts'
import { openRegistry, openService, readEvents } from '../local/iot-hub/clients.ts'
import { type ModuleProcess, startModuleProcess } from './module-process.ts'
import { writeColourModel } from './support/colour-model.ts'
import { makeVideo } from './support/make-video.ts'

const root = mkdtempSync(join(tmpdir(), 'edge-module-'))
let azurite: RunningAzurite
let hub: RunningIotHub
const started: ModuleProcess[] = []

before(async () => {
  writeColourModel(join(root, 'model'))
  const square = { left: 100, top: 80, side: 64, colour: [255, 0, 0] as [number, number, number], from: 5, to: 25 }
  // A red thing is in view for two of four seconds.
  makeVideo(join(root, 'gate.mp4'), { width: 384, height: 224, framesPerSecond: 10, frames: 40, groupSize: 10, squares: [square] })
  azurite = await startAzurite()
  hub = await startIotHub({ uploadStorage: { connectionString: azurite.connectionString, container: 'uploads' } })
})
after(async () => {
  for (const { child, exited } of started) {
    child.kill('SIGKILL')
    await exited
  }
  await hub.close()
  await azurite.close()
  rmSync(root, { recursive: true })
})

const settings = {
  schema: 1,
  cameras: { gate: { source: 'file:gate.mp4', framesPerSecond: 10, recording: 'continuous' } },
  rules: {
    reach: {
      camera: 'gate',
      label: 'red',
      severity: 'critical',
      confidence: 0.5,
      dwellSeconds: 0.3,
      releaseSeconds: 0.3,
      cooldownSeconds: 0,
      alarm: true,
    },
  },
  recorder: { segmentSeconds: 2, preRollSeconds: 0.5, postRollSeconds: 0.5 },
  telemetry: { batchFrames: 10, batchSeconds: 1, healthSeconds: 1 },
}

/** The environment of a module on a new device. */
async function environmentOf(device: string): Promise<Record<string, string>> {
  const { modules } = await hub.ensureDevice(device, { modules: ['vision'] })
  const media = await hub.ensureDevice(`${device}-media`)
  return {
    EdgeHubConnectionString: modules['vision']!,
    EdgeModuleCACertificateFile: hub.certificateFile,
    IOTEDGE_DEVICEID: device,
    IOTEDGE_MODULEGENERATIONID: 'first',
    DATA_FOLDER: join(root, device),
    MODEL_FOLDER: join(root, 'model'),
    VIDEO_FOLDER: root,
    UPLOAD_CONNECTION_STRING: media.connectionString,
    SCORING_PORT: '0',
  }
}

function start(environment: Record<string, string>, withParent = false): ModuleProcess {
  const module = startModuleProcess(environment, withParent)
  started.push(module)
  return module
}

/** How many events the hub holds by now. */
async function countEvents(): Promise<number> {
  const consumer = new EventHubConsumerClient('$Default', hub.eventsConnectionString)
  try {
    const partitions = await Promise.all((await consumer.getPartitionIds()).map((id) => consumer.getPartitionProperties(id)))
    return partitions.reduce((sum, { isEmpty, lastEnqueuedSequenceNumber }) => sum + (isEmpty ? 0 : lastEnqueuedSequenceNumber + 1), 0)
  } finally {
    await consumer.close()
  }
}

async function desire(device: string, desired: object): Promise<void> {
  await openRegistry(hub).updateModuleTwin(device, 'vision', { properties: { desired } }, '*')
}

interface Reported {
  readonly settings?: { readonly status: string; readonly problem: string }
  readonly model?: { readonly name: string }
  readonly cameras?: Readonly<Record<string, { readonly state: string }>>
}

async function reportedBy(device: string, isThere: (reported: Reported) => boolean): Promise<Reported> {
  for (;;) {
    const { responseBody } = await openRegistry(hub).getModuleTwin(device, 'vision')
    const { reported } = (responseBody as unknown as { properties: { reported: Reported } }).properties
    if (isThere(reported)) return reported
  }
}

test('a module that is given a camera and a rule by its twin sends incidents, inferences, recordings and health', async () => {
  const alarmFile = join(root, 'alarm.json')
  const script = `require('fs').appendFileSync(${JSON.stringify(alarmFile)}, require('fs').readFileSync(0))`
  const environment = { ...(await environmentOf('press-1')), ALARM_COMMAND: JSON.stringify([process.execPath, '-e', script]) }
  const module = start(environment)
  await desire('press-1', settings)
  await module.until('incident-closed')
  await module.until('alarm-raised')
  while (module.lines.filter(({ event }) => event === 'upload-done').length < 3)
    await module.until('upload-done').then(() => new Promise(setImmediate))

  const reported = await reportedBy('press-1', (twin) => twin.cameras?.['gate']?.state === 'live')
  assert.equal(reported.settings?.status, 'applied')
  assert.equal(reported.model?.name, 'test-model')

  const service = openService(hub)
  const call = async (methodName: string, payload: unknown) =>
    (await service.invokeDeviceMethod('press-1', 'vision', { methodName, payload, responseTimeoutInSeconds: 20 })).result as {
      status: number
      payload: { jpegBase64: string; cameras: { state: string }[] }
    }
  const snapshot = await call('snapshot', { camera: 'gate' })
  assert.equal(snapshot.status, 200)
  const { width, format } = await sharp(Buffer.from(snapshot.payload.jpegBase64, 'base64')).metadata()
  assert.deepEqual([width, format], [384, 'jpeg'])
  assert.equal((await call('snapshot', { camera: 'door' })).status, 404)
  assert.equal((await call('health', null)).payload.cameras[0]?.state, 'live')

  const scoring = String((await module.until('module-started'))['scoring'])
  const red = await sharp({ create: { width: 192, height: 112, channels: 3, background: '#ff0000' } })
    .png()
    .toBuffer()
  const scored = await fetch(`${scoring}/score`, { method: 'POST', body: new Uint8Array(red), headers: { 'content-type': 'image/png' } })
  assert.equal(((await scored.json()) as { detections: { label: string }[] }).detections[0]?.label, 'red')

  module.child.kill('SIGTERM')
  assert.equal(await module.exited, 0)
  const events = await readEvents(hub, { count: await countEvents() })
  const types = new Set<string>()
  for (const { text, properties } of events) {
    const type = properties?.['type'] as MessageType
    types.add(type)
    messageSchemas[type].parse(JSON.parse(text))
  }
  assert.deepEqual([...types].sort(), ['health', 'incident', 'inference', 'recording', 'score'])
  const container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('uploads')
  const blobs: string[] = []
  for await (const blob of container.listBlobsFlat({ prefix: 'press-1-media/' })) blobs.push(blob.name)
  assert.ok(blobs.some((name) => /^press-1-media\/snapshots\/gate\/.+\.jpg$/.test(name)))
  assert.ok(blobs.some((name) => /^press-1-media\/recordings\/gate\/.+\.mp4$/.test(name)))
})

test('bad settings are refused and reported, and the last good ones are in force, also after a crash and without a hub', async () => {
  const environment = await environmentOf('press-2')
  const first = start(environment)
  await desire('press-2', settings)
  await first.until('camera-started')
  await desire('press-2', { rules: { reach: { ...settings.rules.reach, confidence: 7 } } })
  const reported = await reportedBy('press-2', (twin) => twin.settings?.status === 'refused')
  assert.match(reported.settings?.problem ?? '', /confidence/)
  assert.equal(
    first.lines.some(({ event }) => event === 'camera-stopped'),
    false,
  )
  first.child.kill('SIGKILL')
  await first.exited
  const second = start({
    ...environment,
    EdgeHubConnectionString: 'HostName=localhost:1;DeviceId=press-2;ModuleId=vision;SharedAccessKey=c2VjcmV0',
  })
  await second.until('incident-opened')
  second.child.kill('SIGTERM')
  assert.equal(await second.exited, 0)
})

test('only the camera whose settings changed is restarted', async () => {
  const module = start(await environmentOf('press-3'))
  const door = { ...settings.cameras.gate, recording: 'off' }
  await desire('press-3', { ...settings, cameras: { ...settings.cameras, door } })
  while (module.lines.filter(({ event }) => event === 'camera-started').length < 2)
    await module.until('camera-started').then(() => new Promise(setImmediate))
  await desire('press-3', { cameras: { door: { ...door, framesPerSecond: 5 } } })
  await module.until('camera-stopped')
  await desire('press-3', { cameras: { door: null }, thresholds: { red: 0.4 } })
  while (module.lines.filter(({ event }) => event === 'camera-stopped').length < 2) await new Promise(setImmediate)
  module.child.kill('SIGTERM')
  assert.equal(await module.exited, 0)
  const stopped = module.lines.filter(({ event }) => event === 'camera-stopped').map(({ camera }) => camera)
  assert.deepEqual(stopped, ['door', 'door', 'gate'])
})

test('no key, signature or camera password is in what the module writes', async () => {
  const environment = await environmentOf('press-4')
  const secretsFolder = join(root, 'secrets')
  mkdirSync(secretsFolder, { recursive: true })
  writeFileSync(join(secretsFolder, 'gate.json'), JSON.stringify({ user: 'canary-user', password: 'canary-password' }))
  const module = start({ ...environment, SECRETS_FOLDER: secretsFolder, UPLOAD_BLOB_ENDPOINT: 'http://127.0.0.1:1/gone' })
  await desire('press-4', {
    ...settings,
    cameras: { ...settings.cameras, door: { source: 'rtsp://127.0.0.1:1/door', credentials: 'gate' } },
  })
  await module.until('upload-failed')
  const reported = await reportedBy('press-4', (twin) => twin.cameras?.['door']?.state === 'lost')
  module.child.kill('SIGTERM')
  assert.equal(await module.exited, 0)
  const keys = [environment['EdgeHubConnectionString']!, environment['UPLOAD_CONNECTION_STRING']!].map(
    (text) => text.split('SharedAccessKey=')[1]!,
  )
  const said = module.text() + JSON.stringify(reported)
  for (const secret of [...keys, 'canary-user', 'canary-password', 'sig=']) {
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
      assert.equal(said.includes(form), false, form.slice(0, 4))
  }
})

test('wrong settings are named all at once, and the module does not start', async () => {
  const module = start({ IOTEDGE_DEVICEID: 'Press 1', SCORING_PORT: 'eighty', ALARM_COMMAND: 'siren on' })
  assert.equal(await module.exited, 1)
  const [line] = module.lines
  for (const name of ['IOTEDGE_DEVICEID', 'SCORING_PORT', 'ALARM_COMMAND', 'EdgeHubConnectionString'])
    assert.match(String(line!['reason']), new RegExp(name))
})

test('a module that another program started ends when that program is gone', async () => {
  const module = start(await environmentOf('press-5'), true)
  await module.until('module-started')
  module.child.disconnect()
  assert.equal(await module.exited, 0)
  assert.deepEqual(readdirSync(join(root, 'press-5', 'cameras')), [])
})
