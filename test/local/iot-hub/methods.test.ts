import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import device from 'azure-iot-device'
import { Mqtt } from 'azure-iot-device-mqtt'
import { type RunningIotHub, startIotHub } from '../../../local/iot-hub/start.ts'
import { type DeviceClient, openDevice, openRaw, openService, tokenOf } from './clients.ts'

let hub: RunningIotHub
let camera: DeviceClient
let connectionString: string

before(async () => {
  hub = await startIotHub()
  connectionString = (await hub.ensureDevice('camera-1')).connectionString
  camera = await openDevice(hub, connectionString)
})
after(async () => {
  await camera.close()
  await hub.close()
})

/** The subscription is under way when `onDeviceMethod` returns: the call waits for it. */
const patient = { connectTimeoutInSeconds: 10, responseTimeoutInSeconds: 10 }

test('a method reaches the device and its answer comes back', async () => {
  camera.onDeviceMethod('snapshot', (request, response) => void response.send(200, { asked: request.payload, size: 3 }))
  const { result } = await openService(hub).invokeDeviceMethod('camera-1', {
    methodName: 'snapshot',
    payload: { camera: 'north' },
    ...patient,
  })
  assert.deepEqual(result, { status: 200, payload: { asked: { camera: 'north' }, size: 3 } })
})

test('an error status of the device is an answer, not a failure', async () => {
  camera.onDeviceMethod('reload', (_request, response) => void response.send(409, 'busy'))
  const { result } = await openService(hub).invokeDeviceMethod('camera-1', { methodName: 'reload', payload: null, ...patient })
  assert.deepEqual(result, { status: 409, payload: 'busy' })
})

test('a module answers its own methods', async (t) => {
  const { modules } = await hub.ensureDevice('edge-1', { edge: true, modules: ['vision'] })
  process.env['IotHubConnectionString'] = modules['vision']
  process.env['EdgeModuleCACertificateFile'] = hub.certificateFile
  t.after(() => {
    delete process.env['IotHubConnectionString']
    delete process.env['EdgeModuleCACertificateFile']
  })
  const module = await device.ModuleClient.fromEnvironment(Mqtt)
  await module.open()
  module.onMethod('health', (_request, response) => void response?.send(200, { ok: true }))
  const { result } = await openService(hub).invokeDeviceMethod('edge-1', 'vision', { methodName: 'health', payload: null, ...patient })
  assert.deepEqual(result.payload, { ok: true })
  await module.close()
})

test('a device that is not there is 404103', async () => {
  await hub.ensureDevice('camera-off')
  await assert.rejects(
    openService(hub).invokeDeviceMethod('camera-off', { methodName: 'snapshot', payload: null }),
    (error: Error & { responseBody?: string }) => {
      assert.match(String(error.responseBody), /404103/)
      assert.match(String(error.responseBody), /DeviceNotOnline/)
      return true
    },
  )
})

test('an answer that is no JSON is 502', async () => {
  const { connectionString: odd } = await hub.ensureDevice('camera-odd')
  const client = await openRaw(hub, 'camera-odd', tokenOf(odd))
  await client.subscribeAsync('$iothub/methods/POST/#')
  client.on('message', (topic) => client.publish(`$iothub/methods/res/200/?$rid=${topic.split('$rid=')[1]}`, '{not json'))
  const service = openService(hub)
  service.setRetryPolicy({ shouldRetry: () => false, nextRetryTimeout: () => 0 })
  await assert.rejects(service.invokeDeviceMethod('camera-odd', { methodName: 'x', payload: null, responseTimeoutInSeconds: 5 }), {
    name: 'BadDeviceResponseError',
  })
  await client.endAsync()
})

test('only the device that was asked can answer', async () => {
  const { connectionString: asked } = await hub.ensureDevice('camera-asked')
  const { connectionString: meddling } = await hub.ensureDevice('camera-meddling')
  const client = await openRaw(hub, 'camera-asked', tokenOf(asked))
  const meddler = await openRaw(hub, 'camera-meddling', tokenOf(meddling))
  await client.subscribeAsync('$iothub/methods/POST/#')
  client.on('message', async (topic) => {
    const answer = `$iothub/methods/res/200/?$rid=${topic.split('$rid=')[1]}`
    await meddler.publishAsync(answer, '"forged"')
    // Once this has come back, the hub has seen the forged answer before it.
    await meddler.subscribeAsync('$iothub/methods/POST/#')
    client.publish(answer, '"true"')
  })
  const { result } = await openService(hub).invokeDeviceMethod('camera-asked', {
    methodName: 'x',
    payload: null,
    responseTimeoutInSeconds: 10,
  })
  assert.equal(result.payload, 'true')
  await Promise.all([client.endAsync(), meddler.endAsync()])
})

test('a method cannot be called with a wrong key', async () => {
  const serviceConnectionString = hub.serviceConnectionString.replace(/SharedAccessKey=.*/, 'SharedAccessKey=d3Jvbmc=')
  const service = openService({ ...hub, serviceConnectionString })
  await assert.rejects(service.invokeDeviceMethod('camera-1', { methodName: 'snapshot', payload: null }), { name: 'UnauthorizedError' })
})
