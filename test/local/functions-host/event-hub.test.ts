import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { type RunningIotHub, startIotHub } from '../../../local/iot-hub/start.ts'
import { type DeviceClient, messageOf, openDevice } from '../iot-hub/clients.ts'
import { appFolder } from './app-folder.ts'
import { type HostProcess, launchHost } from './host-process.ts'

const app = `
import { app } from '@azure/functions'
const hub = { connection: 'Events', eventHubName: 'messages/events' }
const tell = (context, what) => context.log(context.functionName + ' ' + JSON.stringify(what))
app.eventHub('many', { ...hub, cardinality: 'many', handler: (events, context) => tell(context, { events, metadata: context.triggerMetadata }) })
app.eventHub('one', { ...hub, consumerGroup: 'one', cardinality: 'one', handler: (event, context) => tell(context, { event, metadata: context.triggerMetadata }) })
app.eventHub('binary', { ...hub, consumerGroup: 'binary', cardinality: 'many', dataType: 'binary', handler: (events, context) => tell(context, events.map((event) => Buffer.isBuffer(event) && event.toString('hex'))) })
app.eventHub('failing', { ...hub, consumerGroup: 'failing', cardinality: 'one', retry: { strategy: 'fixedDelay', maxRetryCount: 1, delayInterval: 0 }, handler: (event, context) => {
  tell(context, { event, retry: context.retryContext?.retryCount ?? 0 })
  if (event.fails) throw new Error('cannot')
} })
`
const folder = appFolder({ after }, { 'app.js': app })
let azurite: RunningAzurite
let hub: RunningIotHub
let camera: DeviceClient
let host: HostProcess

before(async () => {
  azurite = await startAzurite()
  hub = await startIotHub({ partitionCount: 2 })
  camera = await openDevice(hub, (await hub.ensureDevice('camera-1')).connectionString)
  host = await startHost()
})
after(async () => {
  await camera.close()
  await host.kill()
  await Promise.all([hub.close(), azurite.close()])
})

const startHost = () => launchHost(folder, { AzureWebJobsStorage: azurite.connectionString, Events: hub.eventsConnectionString })
const send = (content: object, properties: Record<string, string> = {}) => camera.sendEvent(messageOf(JSON.stringify(content), properties))

type Facts = Record<string, unknown>

/** What the functions of the app above tell of a call. */
interface Told {
  readonly event: Facts
  readonly events: Facts[]
  readonly metadata: Facts & {
    readonly partitionContext: Facts
    readonly systemProperties: Facts
    readonly propertiesArray: Facts[]
    readonly systemPropertiesArray: Facts[]
    readonly offsetArray: unknown[]
    readonly enqueuedTimeUtcArray: string[]
  }
}

/** What a function told of the first call whose line has the text in it. */
async function heard(name: string, text: string): Promise<Told> {
  const line = await host.line(new RegExp(`\\] ${name} .*${text}`))
  return JSON.parse(line.slice(line.indexOf(` ${name} `) + name.length + 2))
}

test('a batch comes parsed, with a list of every fact, as the extension of Azure sends them', async () => {
  const message = messageOf('{"mark":"first"}', { type: 'inference', CameraId: 'c1' })
  message.messageId = 'm-1'
  message.contentType = 'application/json'
  message.contentEncoding = 'utf-8'
  await camera.sendEvent(message)
  const { events, metadata } = await heard('many', 'first')
  assert.deepEqual(events, [{ mark: 'first' }])
  const { propertiesArray, systemPropertiesArray, sequenceNumberArray, offsetArray, enqueuedTimeUtcArray, partitionContext } = metadata
  // The library lower-cases the first letter of every key, also of what the device named.
  assert.deepEqual(propertiesArray, [{ type: 'inference', cameraId: 'c1' }])
  assert.deepEqual(sequenceNumberArray, [0])
  assert.equal(offsetArray.length, 1)
  assert.match(String(enqueuedTimeUtcArray[0]), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$/)
  assert.equal(partitionContext.consumerGroup, '$Default')
  const [system = {}] = systemPropertiesArray
  assert.equal(system['iothub-connection-device-id'], 'camera-1')
  assert.equal(system['iothub-message-source'], 'Telemetry')
  assert.equal(JSON.parse(String(system['iothub-connection-auth-method'])).scope, 'device')
  assert.match(String(system['iothub-enqueuedtime']), /^\d{4}-\d\d-\d\dT.*Z$/)
  assert.deepEqual([system['message-id'], system['content-type'], system['content-encoding']], ['m-1', 'application/json', 'utf-8'])
  assert.deepEqual([system['sequenceNumber'], system['x-opt-sequence-number'], system['enqueuedTimeUtc']], [0, 0, enqueuedTimeUtcArray[0]])
})

test('cardinality one gives one event a call, with its own facts and the properties of its body', async () => {
  await send({ mark: 'single', size: 3 }, { type: 'health' })
  const { event, metadata } = await heard('one', 'single')
  assert.deepEqual(event, { mark: 'single', size: 3 })
  assert.deepEqual([metadata['properties'], metadata['mark'], metadata['size']], [{ type: 'health' }, 'single', 3])
  assert.equal(metadata.systemProperties['iothub-connection-device-id'], 'camera-1')
  assert.equal(typeof metadata['sequenceNumber'], 'number')
})

test('dataType binary gives the bytes', async () => {
  await camera.sendEvent(messageOf(Buffer.from([0, 254, 255])))
  await host.line(/\] binary .*"00feff"/)
})

test('what came while nobody read comes in batches no longer than host.json allows', async () => {
  assert.equal(await host.stop(), 0)
  await Promise.all(Array.from({ length: 250 }, (_, count) => send({ burst: count })))
  host = await startHost()
  await heard('many', '"burst":249')
  const batches = host.lines
    .filter((line) => /\] many /.test(line))
    .map((line) => JSON.parse(line.slice(line.indexOf(' many ') + 6)).events)
  assert.ok(batches.every((events) => events.length <= 100))
  assert.ok(batches.length < 250)
  assert.deepEqual(
    batches.flat().map(({ burst }) => burst),
    Array.from({ length: 250 }, (_, count) => count),
  )
})

test('after its retries a failed event is behind the checkpoint: the next ones come, and kill -9 brings it back no more', async () => {
  await send({ mark: 'poison', fails: true })
  await send({ mark: 'after' })
  await heard('failing', '"after"')
  const tries = host.lines
    .filter((line) => /\] failing .*poison/.test(line))
    .map((line) => JSON.parse(line.slice(line.indexOf(' failing ') + 9)).retry)
  assert.deepEqual(tries, [0, 1])
  await send({ mark: 'settles' })
  await heard('failing', '"settles"')
  await host.kill()
  await send({ mark: 'later' })
  host = await startHost()
  await heard('failing', '"later"')
  assert.equal(
    host.lines.some((line) => line.includes('"poison"')),
    false,
  )
})
