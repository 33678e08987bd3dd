import assert from 'node:assert/strict'
import { connect as connectPlain } from 'node:net'
import { after, before, test } from 'node:test'
import { connect as connectTls } from 'node:tls'
import device from 'azure-iot-device'
import { Mqtt } from 'azure-iot-device-mqtt'
import { type RunningIotHub, startIotHub } from '../../../local/iot-hub/start.ts'
import { authorityOf, closing, messageOf, openDevice, openRaw, openRegistry, readEvents, tokenOf } from './clients.ts'

let hub: RunningIotHub
let mine: string
let other: string

before(async () => {
  hub = await startIotHub()
  mine = (await hub.ensureDevice('camera-mine')).connectionString
  other = (await hub.ensureDevice('camera-other')).connectionString
})
after(() => hub.close())

const isRefused = (error: Error & { code?: number }) => error.code === 5

test('a device connects with its own key and is shown as connected until it leaves', async () => {
  const registry = openRegistry(hub)
  const client = await openDevice(hub, mine)
  assert.equal((await registry.get('camera-mine')).responseBody.connectionState, 'Connected')
  await client.close()
  assert.equal((await registry.get('camera-mine')).responseBody.connectionState, 'Disconnected')
})

test('the SDK is told that it is not authorized when the key is wrong', async () => {
  const wrong = mine.replace(/SharedAccessKey=.*/, `SharedAccessKey=${Buffer.from('not the key of this device').toString('base64')}`)
  await assert.rejects(openDevice(hub, wrong), { name: 'UnauthorizedError' })
})

test('a client that does not trust the hub does not connect', async () => {
  const client = device.Client.fromConnectionString(mine, Mqtt)
  await assert.rejects(client.open(), { name: 'UnauthorizedError' })
})

test('the secondary key opens the door as the primary one does', async () => {
  const { responseBody } = await openRegistry(hub).get('camera-mine')
  const secondary = responseBody.authentication?.symmetricKey?.secondaryKey
  const client = await openDevice(hub, mine.replace(/SharedAccessKey=.*/, `SharedAccessKey=${secondary}`))
  await client.close()
})

test('an expired token is refused', async () => {
  await assert.rejects(openRaw(hub, 'camera-mine', tokenOf(mine, { secondsToLive: -1 })), isRefused)
})

test('a token for one device does not open the door for another', async () => {
  await assert.rejects(openRaw(hub, 'camera-other', tokenOf(mine)), isRefused)
  const forOther = tokenOf(mine, { resource: `${hub.hostName}/devices/camera-other` })
  await assert.rejects(openRaw(hub, 'camera-other', forOther), isRefused)
})

test('the client id must be the one that the user name says', async () => {
  const username = `${hub.hostName}/camera-mine/?api-version=2021-04-12`
  await assert.rejects(openRaw(hub, 'camera-other', tokenOf(mine), { username }), isRefused)
})

test('a disabled device is put out and not let in again until it is enabled', async () => {
  const registry = openRegistry(hub)
  const { connectionString } = await hub.ensureDevice('camera-retired')
  const client = await openRaw(hub, 'camera-retired', tokenOf(connectionString))
  const closed = closing(client)
  await registry.update({ deviceId: 'camera-retired', status: 'disabled' })
  await closed
  await assert.rejects(openRaw(hub, 'camera-retired', tokenOf(connectionString)), isRefused)
  await registry.update({ deviceId: 'camera-retired', status: 'enabled' })
  const again = await openRaw(hub, 'camera-retired', tokenOf(connectionString))
  await again.endAsync()
})

test('a second connection of a device ends the first', async () => {
  const first = await openRaw(hub, 'camera-mine', tokenOf(mine))
  const closed = closing(first)
  const second = await openRaw(hub, 'camera-mine', tokenOf(mine))
  await closed
  assert.equal(second.connected, true)
  await second.endAsync()
})

test('a device that publishes in the name of another is cut off and nothing is stored', async () => {
  const client = await openRaw(hub, 'camera-mine', tokenOf(mine))
  client.on('error', () => {})
  const closed = closing(client)
  client.publish('devices/camera-other/messages/events/', 'forged', { qos: 1 }, () => {})
  await closed
  const honest = await openDevice(hub, other)
  await honest.sendEvent(messageOf('honest', { marker: 'after-forgery' }))
  await honest.close()
  const events = await readEvents(hub, { count: 1 })
  assert.deepEqual(
    events.map(({ text }) => text),
    ['honest'],
  )
})

test('a device cannot listen to what is meant for another', async () => {
  const client = await openRaw(hub, 'camera-mine', tokenOf(mine))
  await assert.rejects(client.subscribeAsync('devices/camera-other/messages/devicebound/#', { qos: 1 }))
  await assert.rejects(client.subscribeAsync('#', { qos: 1 }))
  await client.endAsync()
})

test('QoS 2 closes the connection', async () => {
  const client = await openRaw(hub, 'camera-mine', tokenOf(mine))
  client.on('error', () => {})
  const closed = closing(client)
  client.publish('devices/camera-mine/messages/events/', 'twice', { qos: 2 }, () => {})
  await closed
  assert.equal(client.connected, false)
})

test('a message above 256 KB closes the connection', async () => {
  const client = await openRaw(hub, 'camera-mine', tokenOf(mine))
  client.on('error', () => {})
  const closed = closing(client)
  client.publish('devices/camera-mine/messages/events/', Buffer.alloc(256 * 1024 + 1), { qos: 1 }, () => {})
  await closed
  assert.equal(client.connected, false)
})

test('a module finds its hub by the environment that the edge runtime gives it', async (t) => {
  const { modules } = await hub.ensureDevice('edge-1', { edge: true, modules: ['vision'] })
  process.env['EdgeHubConnectionString'] = modules['vision']
  process.env['EdgeModuleCACertificateFile'] = hub.certificateFile
  t.after(() => {
    delete process.env['EdgeHubConnectionString']
    delete process.env['EdgeModuleCACertificateFile']
  })
  const client = await device.ModuleClient.fromEnvironment(Mqtt)
  await client.open()
  await client.sendOutputEvent('detections', messageOf('from a module'))
  await client.close()
  const events = await readEvents(hub, { count: 2 })
  const event = events.find(({ text }) => text === 'from a module')
  assert.equal(event?.systemProperties?.['iothub-connection-module-id'], 'vision')
  assert.equal(event?.systemProperties?.['iothub-connection-device-id'], 'edge-1')
  assert.match(event?.systemProperties?.['iothub-connection-auth-method'], /"scope":"module"/)
})

test('the certificate is for localhost and 127.0.0.1 and comes from the authority in the file', async () => {
  assert.match(authorityOf(hub), /^-----BEGIN CERTIFICATE-----/)
  const client = await openRaw(hub, 'camera-mine', tokenOf(mine), { host: '127.0.0.1', hostname: '127.0.0.1' })
  await client.endAsync()
})

test('garbage on any port ends that connection and nothing else', async () => {
  const eventsPort = Number(/localhost:(\d+)/.exec(hub.eventsConnectionString)?.[1])
  const [, hubPort] = hub.hostName.split(':')
  const secure = (bytes: string) =>
    connectTls({ host: 'localhost', port: Number(hubPort), ca: authorityOf(hub) }).end(Buffer.from(bytes, 'latin1'))
  const sockets = [
    connectPlain(Number(hubPort), 'localhost').end('no TLS at all'),
    connectPlain(eventsPort, 'localhost').end('no AMQP at all'),
    connectPlain(eventsPort, 'localhost').end(Buffer.from('AMQP\x03\x01\x00\x00\xff\xff\xff\xff\x02\x01\x00\x00', 'latin1')),
    secure('\x10\xff\xff\xff\xff\xff'),
    secure('\x10\x02\x00\x00'),
    secure('AMQP\x00\x01\x00\x00garbage'),
    secure('\x00\x01'),
  ]
  await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.on('error', resolve).on('close', resolve).resume())))
  const client = await openRaw(hub, 'camera-mine', tokenOf(mine))
  await client.endAsync()
})
