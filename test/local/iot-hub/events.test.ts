import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { EventHubConsumerClient, latestEventPosition } from '@azure/event-hubs'
import { type RunningIotHub, startIotHub } from '../../../local/iot-hub/start.ts'
import { type DeviceClient, messageOf, openDevice, openRaw, partitionWithEvents, readEvents, tokenOf } from './clients.ts'

let hub: RunningIotHub
let camera: DeviceClient
let connectionString: string

before(async () => {
  hub = await startIotHub({ partitionCount: 2 })
  connectionString = (await hub.ensureDevice('camera-1')).connectionString
  camera = await openDevice(hub, connectionString)
})
after(async () => {
  await camera.close()
  await hub.close()
})

test('a message arrives with what the device said and what the hub vouches for', async () => {
  const message = messageOf(JSON.stringify({ seq: 1 }), { type: 'incident', 'path/with & signs': 'a=b&c%d é' })
  message.messageId = 'message-1'
  message.correlationId = 'correlation-1'
  message.contentType = 'application/json'
  message.contentEncoding = 'utf-8'
  const sentAt = Date.now()
  await camera.sendEvent(message)
  const [event] = await readEvents(hub, { count: 1 })
  assert.ok(event)
  assert.equal(event.text, '{"seq":1}')
  assert.deepEqual(event.properties, { type: 'incident', 'path/with & signs': 'a=b&c%d é' })
  assert.equal(event.messageId, 'message-1')
  assert.equal(event.correlationId, 'correlation-1')
  assert.equal(event.contentType, 'application/json')
  assert.equal(event.systemProperties?.['contentEncoding'], 'utf-8')
  assert.equal(event.systemProperties?.['iothub-connection-device-id'], 'camera-1')
  assert.equal(event.systemProperties?.['iothub-message-source'], 'Telemetry')
  assert.deepEqual(JSON.parse(event.systemProperties?.['iothub-connection-auth-method']), {
    scope: 'device',
    type: 'sas',
    issuer: 'iothub',
    acceptingIpFilterRule: null,
  })
  assert.equal(event.sequenceNumber, 0)
  assert.ok(Math.abs(event.enqueuedTimeUtc.getTime() - sentAt) < 60_000)
})

test('a device cannot choose the device id that the hub vouches for', async () => {
  await camera.sendEvent(messageOf('spoof', { 'iothub-connection-device-id': 'camera-9' }))
  const event = (await readEvents(hub, { count: 2 })).find(({ text }) => text === 'spoof')
  assert.equal(event?.systemProperties?.['iothub-connection-device-id'], 'camera-1')
  assert.equal(event?.properties?.['iothub-connection-device-id'], 'camera-9')
})

test('retained messages and wills become telemetry that says so', async () => {
  const { connectionString: fragile } = await hub.ensureDevice('camera-fragile')
  const topic = 'devices/camera-fragile/messages/events/'
  const client = await openRaw(hub, 'camera-fragile', tokenOf(fragile), {
    will: { topic, payload: Buffer.from('gone'), qos: 1, retain: false },
  })
  await client.publishAsync(topic, 'kept', { qos: 1, retain: true })
  client.stream.destroy()
  const events = await readEvents(hub, { count: 4 })
  const propertiesOf = (text: string) => events.find((event) => event.text === text)?.properties
  assert.deepEqual(propertiesOf('kept'), { 'mqtt-retain': 'true' })
  assert.deepEqual(propertiesOf('gone'), { 'iothub-MessageType': 'Will' })
})

test('odd properties stop neither the hub nor its readers', async () => {
  const own = await startIotHub({ partitionCount: 1 })
  try {
    const client = await openRaw(own, 'x', tokenOf((await own.ensureDevice('x')).connectionString))
    const bags = [
      '%24.exp=never',
      '%24.ct=text%2Fä%00',
      '%',
      '&&=',
      '__proto__=1&constructor=2',
      `long=${'x'.repeat(65_500)}`,
      '%24.uid=%ff&%24.mid=',
    ]
    for (const bag of bags) await client.publishAsync(`devices/x/messages/events/${bag}`, 'odd', { qos: 1, retain: true })
    await client.publishAsync('devices/x/messages/events/', '', { qos: 1 })
    await client.endAsync()
    const events = await readEvents(own, { count: bags.length + 1, partition: '0' })
    assert.deepEqual(
      events.map(({ text }) => text),
      [...bags.map(() => 'odd'), ''],
    )
  } finally {
    await own.close()
  }
})

test('the order of a device is kept, and a reader goes on after the offset, number or time where it stopped', async () => {
  const own = await startIotHub({ partitionCount: 4 })
  try {
    const client = await openDevice(own, (await own.ensureDevice('camera-2')).connectionString)
    const numbers = Array.from({ length: 300 }, (_, index) => String(index))
    await Promise.all(numbers.map((number) => client.sendEvent(messageOf(number))))
    await client.close()
    const partition = await partitionWithEvents(own)
    const all = await readEvents(own, { count: 300, partition })
    assert.deepEqual(
      all.map(({ text }) => text),
      numbers,
    )
    const stopped = all[99]
    assert.ok(stopped)
    const bodiesFrom = async (from: object, count = 200) => (await readEvents(own, { count, partition, from })).map(({ text }) => text)
    assert.deepEqual(await bodiesFrom({ offset: stopped.offset }), numbers.slice(100))
    assert.deepEqual(await bodiesFrom({ sequenceNumber: stopped.sequenceNumber }), numbers.slice(100))
    assert.deepEqual(await bodiesFrom({ sequenceNumber: stopped.sequenceNumber, isInclusive: true }, 201), numbers.slice(99))
    const later = all.filter(({ enqueuedTimeUtc }) => enqueuedTimeUtc > stopped.enqueuedTimeUtc).map(({ text }) => text)
    if (later.length > 0) {
      const byTime = await readEvents(own, { count: later.length, partition, from: { enqueuedOn: stopped.enqueuedTimeUtc } })
      assert.deepEqual(
        byTime.map(({ text }) => text),
        later,
      )
    }
  } finally {
    await own.close()
  }
})

test('each consumer group reads everything for itself', async () => {
  // All that the tests before this one have sent.
  const first = await readEvents(hub, { count: 4, group: '$Default' })
  const second = await readEvents(hub, { count: 4, group: 'insights' })
  const texts = (events: typeof first) => events.map(({ text }) => text).sort()
  assert.deepEqual(texts(second), texts(first))
})

test('there may be twenty consumer groups', async () => {
  const own = await startIotHub({ partitionCount: 1 })
  try {
    const client = await openDevice(own, (await own.ensureDevice('camera-3')).connectionString)
    await client.sendEvent(messageOf('one'))
    await client.close()
    await Promise.all(Array.from({ length: 20 }, (_, number) => readEvents(own, { count: 1, group: `group-${number}`, partition: '0' })))
    await assert.rejects(readEvents(own, { count: 1, group: 'group-20', partition: '0' }), { code: 'QuotaExceededError' })
  } finally {
    await own.close()
  }
})

test('a reader of the latest gets only what comes after it', async () => {
  const consumer = new EventHubConsumerClient('$Default', hub.eventsConnectionString)
  try {
    const partition = await partitionWithEvents(hub)
    let send: (() => void) | undefined
    const received = await new Promise<unknown>((resolve, reject) => {
      consumer.subscribe(
        partition,
        {
          async processInitialize() {
            send = () => void camera.sendEvent(messageOf('fresh')).catch(reject)
          },
          // An empty batch says that the link is open and nothing old has come.
          async processEvents(events) {
            if (events.length === 0) send?.()
            else resolve(events.map(({ body }) => String(body)))
          },
          async processError(error) {
            reject(error)
          },
        },
        { startPosition: latestEventPosition, maxWaitTimeInSeconds: 0.2, skipParsingBodyAsJson: true },
      )
    })
    assert.deepEqual(received, ['fresh'])
  } finally {
    await consumer.close()
  }
})

test('a reader with a higher owner level takes the partition away from the one before', async () => {
  const partition = await partitionWithEvents(hub)
  const open = (ownerLevel: number) => {
    const consumer = new EventHubConsumerClient('owners', hub.eventsConnectionString)
    const started = Promise.withResolvers<void>()
    const lost = Promise.withResolvers<Error & { code?: string }>()
    consumer.subscribe(
      partition,
      {
        async processEvents() {
          started.resolve()
        },
        async processError(error) {
          lost.resolve(error)
        },
      },
      { ownerLevel, startPosition: { offset: '-1' } },
    )
    return { started: started.promise, lost: lost.promise, close: () => consumer.close() }
  }
  const first = open(1)
  await first.started
  const second = open(2)
  await second.started
  assert.equal((await first.lost).code, 'ReceiverDisconnectedError')
  await first.close()
  const late = open(1)
  assert.equal((await late.lost).code, 'ReceiverDisconnectedError')
  await Promise.all([late.close(), second.close()])
})

test('the partition knows its first and last event', async () => {
  const consumer = new EventHubConsumerClient('$Default', hub.eventsConnectionString)
  try {
    const partition = await partitionWithEvents(hub)
    const properties = await consumer.getPartitionProperties(partition)
    const events = await readEvents(hub, { count: properties.lastEnqueuedSequenceNumber + 1, partition })
    const last = events.at(-1)
    assert.equal(properties.beginningSequenceNumber, 0)
    assert.equal(properties.lastEnqueuedSequenceNumber, last?.sequenceNumber)
    assert.equal(properties.lastEnqueuedOffset, last?.offset)
    assert.deepEqual((await consumer.getEventHubProperties()).partitionIds, ['0', '1'])
  } finally {
    await consumer.close()
  }
})

test('events cannot be read with a wrong key', async () => {
  const eventsConnectionString = hub.eventsConnectionString.replace(/SharedAccessKey=[^;]*/, 'SharedAccessKey=d3Jvbmc=')
  await assert.rejects(readEvents({ ...hub, eventsConnectionString }, { count: 1, partition: '0' }), { code: 'UnauthorizedError' })
})

test('an offset that the partition never had is an error, not an endless wait', async () => {
  await assert.rejects(readEvents(hub, { count: 1, partition: '0', from: { offset: '999999999' } }), /offset '999999999' is invalid/)
})
