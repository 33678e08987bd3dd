import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import common from 'azure-iot-common'
import iothub from 'azure-iothub'
import { type RunningIotHub, startIotHub } from '../../../local/iot-hub/start.ts'
import { authorityOf, closing, openRaw, tokenOf } from './clients.ts'

let hub: RunningIotHub
let connectionString: string
let service: InstanceType<typeof iothub.Client>

before(async () => {
  hub = await startIotHub()
  // The service's AMQP transport takes no certificates of its own; NODE_EXTRA_CA_CERTS does the same for a process.
  setDefaultCACertificates([...getCACertificates('default'), authorityOf(hub)])
  connectionString = (await hub.ensureDevice('camera-1')).connectionString
  service = iothub.Client.fromConnectionString(hub.serviceConnectionString)
  await service.open()
})
after(async () => {
  await service.close()
  await hub.close()
})

const filter = 'devices/camera-1/messages/devicebound/#'

interface Delivery {
  readonly topic: string
  readonly text: string
}

test('messages to a device wait for it, come in order and with their properties, and come once', async () => {
  const message = new common.Message('first')
  message.messageId = 'message-1'
  message.properties.add('kind', 'notice & more')
  await service.send('camera-1', message)
  await service.send('camera-1', 'second')

  const client = await openRaw(hub, 'camera-1', tokenOf(connectionString))
  const deliveries: Delivery[] = []
  const both = new Promise<void>((resolve) =>
    client.on('message', (topic, payload) => {
      deliveries.push({ topic, text: payload.toString() })
      if (deliveries.length === 2) resolve()
    }),
  )
  await client.subscribeAsync(filter, { qos: 1 })
  await both
  assert.deepEqual(
    deliveries.map(({ text }) => text),
    ['first', 'second'],
  )
  assert.match(
    deliveries[0]?.topic ?? '',
    /^devices\/camera-1\/messages\/devicebound\/%24\.mid=message-1&%24\.to=%2Fdevices%2Fcamera-1%2F.*&kind=notice%20%26%20more$/,
  )

  // What was acknowledged is not delivered to the next connection: the first that comes there is the third.
  await client.endAsync()
  const again = await openRaw(hub, 'camera-1', tokenOf(connectionString))
  const next = new Promise<string>((resolve) => again.once('message', (_topic, payload) => resolve(payload.toString())))
  await again.subscribeAsync(filter, { qos: 1 })
  await service.send('camera-1', 'third')
  assert.equal(await next, 'third')
  await again.endAsync()
})

test('a message that the device did not acknowledge is delivered again', async () => {
  const { connectionString: fragile } = await hub.ensureDevice('camera-fragile')
  await service.send('camera-fragile', 'important')
  const fragileFilter = 'devices/camera-fragile/messages/devicebound/#'
  // Dies with the message in hand.
  const first = await openRaw(hub, 'camera-fragile', tokenOf(fragile), { customHandleAcks: () => {} } as object)
  const seen = new Promise<void>((resolve) => first.once('packetreceive', () => resolve()))
  const gone = closing(first)
  first.on('packetreceive', (packet) => {
    if (packet.cmd === 'publish') first.stream.destroy()
  })
  await first.subscribeAsync(fragileFilter, { qos: 1 }).catch(() => {})
  await Promise.all([seen, gone])

  const second = await openRaw(hub, 'camera-fragile', tokenOf(fragile))
  const received = new Promise<string>((resolve) => second.once('message', (_topic, payload) => resolve(payload.toString())))
  await second.subscribeAsync(fragileFilter, { qos: 1 })
  assert.equal(await received, 'important')
  await second.endAsync()
})

test('a device has room for fifty waiting messages', async () => {
  await hub.ensureDevice('camera-full')
  for (let index = 0; index < 50; index++) await service.send('camera-full', `message ${index}`)
  await assert.rejects(service.send('camera-full', 'one too many'), { name: 'DeviceMaximumQueueDepthExceededError' })
})

test('a message to a device that nobody registered is refused', async () => {
  await assert.rejects(service.send('nobody', 'hello'), { name: 'DeviceNotFoundError' })
})

test('a message above 64 KB is refused', async () => {
  await assert.rejects(service.send('camera-1', Buffer.alloc(64 * 1024 + 1)), { name: 'MessageTooLargeError' })
})
