import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import iotDevice, { type ModuleClient } from 'azure-iot-device'
import { Mqtt } from 'azure-iot-device-mqtt'
import { type RunningIotHub, startIotHub } from '../../../local/iot-hub/start.ts'
import { createIotHubDeviceMethods } from '../../../shared/adapters/iot-hub-device-methods.ts'
import { edgeModule } from '../../../shared/domain/fleet.ts'
import type { DeviceMethods } from '../../../shared/ports.ts'
import { createVirtualClock } from '../../harness/virtual-clock.ts'
import { openService } from '../../local/iot-hub/clients.ts'

const jpegBase64 = Buffer.from('a picture').toString('base64')
const source = { source: 'rtsp://camera.example.com/1' }

describe('what is asked of devices', () => {
  let hub: RunningIotHub
  let module: ModuleClient
  let methods: DeviceMethods
  const clock = createVirtualClock()
  const asked: unknown[] = []
  let answer: (payload: unknown) => { status: number; payload: unknown }

  before(async () => {
    hub = await startIotHub()
    const authority = readFileSync(hub.certificateFile, 'utf8')
    setDefaultCACertificates([...getCACertificates(), authority])
    const { modules } = await hub.ensureDevice('press-1', { edge: true, modules: [edgeModule] })
    await hub.ensureDevice('press-off', { edge: true, modules: [edgeModule] })
    module = iotDevice.ModuleClient.fromConnectionString(modules[edgeModule]!, Mqtt)
    await module.setOptions({ ca: authority })
    await module.open()
    for (const name of ['snapshot', 'trySource', 'reload'])
      module.onMethod(name, (request, response) => {
        asked.push(request?.payload)
        const { status, payload } = answer(request?.payload)
        void response?.send(status, payload)
      })
    // The subscription is under way when `onMethod` returns: this call waits for it.
    answer = () => ({ status: 200, payload: null })
    await openService(hub).invokeDeviceMethod('press-1', edgeModule, { methodName: 'reload', payload: null, connectTimeoutInSeconds: 10 })
    methods = createIotHubDeviceMethods({ connectionString: hub.serviceConnectionString }, clock.now)
  })
  after(async () => {
    await module.close()
    await hub.close()
  })

  test('a picture comes with its time and what is on it', async () => {
    const detections = [{ label: 'hand', confidence: 0.9, box: { left: 0, top: 0, width: 0.5, height: 0.5 } }]
    const picture = { contentType: 'image/jpeg', jpegBase64, at: '2026-11-20T08:00:00.000Z', detections }
    answer = () => ({ status: 200, payload: picture })
    assert.deepEqual(await methods.snapshot('press-1', 'gate', 640), picture)
    assert.deepEqual(asked.at(-1), { camera: 'gate', maxWidth: 640, isMarked: false })
  })

  test('ten who look at a camera ask its device once', async () => {
    clock.advance(60_000)
    asked.length = 0
    answer = () => ({ status: 200, payload: { contentType: 'image/jpeg', jpegBase64 } })
    await Promise.all(Array.from({ length: 10 }, () => methods.snapshot('press-1', 'gate', 640)))
    assert.equal(asked.length, 1)
  })

  test('a module of before, which knows no sizes, is asked in its own words', async () => {
    clock.advance(60_000)
    answer = (payload) =>
      'maxWidth' in (payload as object)
        ? { status: 400, payload: { problem: 'Unrecognized key: "maxWidth"' } }
        : { status: 200, payload: { contentType: 'image/jpeg', jpegBase64 } }
    assert.equal((await methods.snapshot('press-1', 'gate', 640)).jpegBase64, jpegBase64)
  })

  test('what a device says that it cannot do reaches the person', async () => {
    answer = () => ({ status: 503, payload: { problem: 'Connection refused.' } })
    await assert.rejects(methods.trySource('press-1', source, 640), { code: 'device-refused', detail: 'Connection refused.' })
    answer = () => ({ status: 404, payload: null })
    await assert.rejects(methods.reload('press-1', 'gate'), { code: 'device-refused', detail: 'It answered 404.' })
    answer = () => ({ status: 200, payload: { contentType: 'text/html', jpegBase64: '<script>' } })
    await assert.rejects(methods.trySource('press-1', source, 640), { code: 'device-refused' })
  })

  test('a device that is not there is said to be offline', async () => {
    await assert.rejects(methods.snapshot('press-off', 'gate', 640), { code: 'device-offline' })
    await assert.rejects(methods.reload('never-registered', undefined), { code: 'device-offline' })
  })
})
