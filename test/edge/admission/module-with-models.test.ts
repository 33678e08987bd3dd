import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import sharp from 'sharp'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { type RunningIotHub, startIotHub } from '../../../local/iot-hub/start.ts'
import { messageSchemas } from '../../../shared/domain/messages.ts'
import { openRegistry, openService } from '../../local/iot-hub/clients.ts'
import { type ModuleProcess, startModuleProcess } from '../module-process.ts'
import { makeVideo } from '../support/make-video.ts'
import { factory, stranger, writeSignedModel } from '../support/signed-model.ts'
import { startModelRegistry } from './model-registry.ts'

const root = mkdtempSync(join(tmpdir(), 'edge-models-'))
let azurite: RunningAzurite
let hub: RunningIotHub
const started: ModuleProcess[] = []

before(async () => {
  const square = { left: 100, top: 80, side: 64, colour: [255, 0, 0] as [number, number, number], from: 5, to: 25 }
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
  rules: { reach: { camera: 'gate', label: 'red', severity: 'critical', confidence: 0.5, dwellSeconds: 0.3, releaseSeconds: 0.3 } },
  recorder: { segmentSeconds: 2, preRollSeconds: 0.5, postRollSeconds: 0.5 },
  thresholds: { unknown: 0.9 },
  telemetry: { batchFrames: 10, batchSeconds: 1, healthSeconds: 1 },
}

async function startModule(device: string, modelFolder: string, more: Record<string, string> = {}): Promise<ModuleProcess> {
  const { modules } = await hub.ensureDevice(device, { modules: ['vision'] })
  const media = await hub.ensureDevice(`${device}-media`)
  const module = startModuleProcess({
    EdgeHubConnectionString: modules['vision']!,
    EdgeModuleCACertificateFile: hub.certificateFile,
    IOTEDGE_DEVICEID: device,
    IOTEDGE_MODULEGENERATIONID: 'first',
    DATA_FOLDER: join(root, device),
    MODEL_FOLDER: modelFolder,
    MODEL_PUBLIC_KEYS: factory.publicKey,
    VIDEO_FOLDER: root,
    UPLOAD_CONNECTION_STRING: media.connectionString,
    SCORING_PORT: '0',
    ...more,
  })
  started.push(module)
  return module
}

async function desire(device: string, desired: object): Promise<void> {
  await openRegistry(hub).updateModuleTwin(device, 'vision', { properties: { desired } }, '*')
}

interface Reported {
  readonly model?: { readonly digest: string }
  readonly refused?: { readonly digest: string; readonly problem: string }
  readonly busy?: boolean
  readonly cameras?: Readonly<Record<string, { readonly state: string }>>
}

async function reportedBy(device: string, isThere: (reported: Reported) => boolean): Promise<Reported> {
  for (;;) {
    const { responseBody } = await openRegistry(hub).getModuleTwin(device, 'vision')
    const { reported } = (responseBody as unknown as { properties: { reported: Reported } }).properties
    if (isThere(reported)) return reported
  }
}

/** The module's health, by its direct method. */
async function healthOf(device: string) {
  const call = { methodName: 'health', payload: null, responseTimeoutInSeconds: 20 }
  const { result } = await openService(hub).invokeDeviceMethod(device, 'vision', call)
  const key = { device, bootId: 'boot', seq: 0, at: '2026-01-01T00:00:00.000Z' }
  return messageSchemas.health.parse({ ...key, ...(result as { payload: object }).payload })
}

async function score(module: ModuleProcess): Promise<Response> {
  const { scoring } = await module.until('module-started')
  const red = await sharp({ create: { width: 192, height: 112, channels: 3, background: '#ff0000' } })
    .png()
    .toBuffer()
  return fetch(`${scoring}/score`, { method: 'POST', body: new Uint8Array(red), headers: { 'content-type': 'image/png' } })
}

async function stop(module: ModuleProcess): Promise<void> {
  module.child.kill('SIGTERM')
  assert.equal(await module.exited, 0)
}

// Each mostly waits for its film.
describe('models of the module', { concurrency: true }, () => {
  test('a module without a model records, judges nothing, and takes one that comes alone without a restart', async (t) => {
    const place = join(root, 'new-plant')
    mkdirSync(place)
    const registry = await startModelRegistry(t, place)
    const host = new URL(registry.url).host
    const module = await startModule('press-1', join(place, 'no-such-folder'), { MODEL_REGISTRY: host })
    await desire('press-1', settings)
    await module.until('upload-done')
    const empty = await healthOf('press-1')
    assert.deepEqual([empty.state, empty.model, empty.problem], ['ok', undefined, undefined])
    assert.deepEqual([empty.cameras[0]?.state, empty.behaviour?.framesAnalysed, empty.behaviour?.incidents], ['live', 0, 0])
    const refusal = await score(module)
    assert.equal(refusal.status, 503)
    assert.match(((await refusal.json()) as { detail: string }).detail, /No model/)
    assert.equal(
      module.lines.some(({ event }) => event === 'incident-opened'),
      false,
    )
    const call = { methodName: 'snapshot', payload: { camera: 'gate' }, responseTimeoutInSeconds: 20 }
    assert.equal((await openService(hub).invokeDeviceMethod('press-1', 'vision', call)).result.status, 200)

    const model = await writeSignedModel(join(place, 'first'))
    await desire('press-1', { model: await registry.push(model) })
    const reported = await reportedBy('press-1', (twin) => twin.model !== undefined)
    assert.deepEqual(reported.model, model.model)
    await reportedBy('press-1', (twin) => twin.busy === true)
    await module.until('incident-opened')
    const full = await healthOf('press-1')
    assert.deepEqual(full.model, model.model)
    const { framesAnalysed = 0, detections = {}, incidents = 0, inferenceMsTotal = 0, memoryBytes = 0 } = full.behaviour ?? {}
    assert.ok(framesAnalysed > 0 && (detections['red'] ?? 0) > 0 && incidents > 0 && inferenceMsTotal > 0 && memoryBytes > 2e7)
    assert.equal((await score(module)).status, 200)

    // Nobody signed for the next one; the deployment is taken back.
    const bad = await writeSignedModel(join(place, 'bad'), { boxSide: 47 }, undefined, stranger)
    await desire('press-1', { model: await registry.push(bad) })
    const { refused } = await reportedBy('press-1', (twin) => twin.refused !== undefined)
    assert.equal(refused?.digest, bad.model.digest)
    assert.match(refused?.problem ?? '', /signed with the key/)
    const warned = await healthOf('press-1')
    assert.deepEqual([warned.state, warned.model], ['degraded', model.model])
    assert.match(warned.problem ?? '', /is refused/)
    await desire('press-1', { model: null })
    await reportedBy('press-1', (twin) => twin.model === undefined && twin.refused === undefined)
    assert.equal((await healthOf('press-1')).model, undefined)
    await stop(module)
  })

  test('a module whose new image brings a bad model works on with the one before, and says so', async () => {
    const good = await writeSignedModel(join(root, 'image-good'))
    const bad = await writeSignedModel(join(root, 'image-bad'), {}, (card) => ({ ...card, version: '2', labels: ['blue', 'red'] }))
    const first = await startModule('press-2', good.folder)
    await desire('press-2', settings)
    await first.until('incident-opened')
    first.child.kill('SIGKILL')
    await first.exited
    const second = await startModule('press-2', bad.folder)
    await second.until('incident-opened')
    const reported = await reportedBy('press-2', (twin) => twin.refused !== undefined)
    assert.deepEqual(reported.model, good.model)
    assert.match(reported.refused?.problem ?? '', /is missing/)
    assert.deepEqual((await healthOf('press-2')).model, good.model)
    await stop(second)
  })

  test('a first model that is bad leaves a module that records and says why', async () => {
    const bad = await writeSignedModel(join(root, 'image-worse'), { boxSide: Number.NaN })
    const module = await startModule('press-3', bad.folder)
    await desire('press-3', settings)
    await reportedBy('press-3', (twin) => twin.cameras?.['gate']?.state === 'live')
    const health = await healthOf('press-3')
    assert.deepEqual([health.state, health.model], ['degraded', undefined])
    assert.match(health.problem ?? '', /NaN/)
    assert.match(((await (await score(module)).json()) as { detail: string }).detail, /NaN/)
    await stop(module)
  })
})
