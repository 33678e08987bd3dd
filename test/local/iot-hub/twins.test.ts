import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import type { Twin } from 'azure-iot-device'
import { type RunningIotHub, startIotHub } from '../../../local/iot-hub/start.ts'
import { type DeviceClient, openDevice, openRaw, openRegistry, tokenOf } from './clients.ts'

let hub: RunningIotHub
let camera: DeviceClient
let twin: Twin

before(async () => {
  hub = await startIotHub()
  camera = await openDevice(hub, (await hub.ensureDevice('camera-1', { tags: { site: 'plant-a' } })).connectionString)
  twin = await camera.getTwin()
})
after(async () => {
  await camera.close()
  await hub.close()
})

const report = (patch: object) =>
  new Promise<void>((resolve, reject) =>
    twin.properties.reported.update(patch, (error: Error | null) => (error ? reject(error) : resolve())),
  )

const readTwin = async (id = 'camera-1') => (await openRegistry(hub).getTwin(id)).responseBody

/** The next desired change that names `property`. */
async function nextDesired(property: string): Promise<Record<string, unknown>> {
  for await (const [patch] of on(property)) if (patch !== undefined) return patch as Record<string, unknown>
  throw new Error('no change came')
}

async function* on(property: string) {
  const emitter = twin as unknown as NodeJS.EventEmitter
  yield await once(emitter, `properties.desired.${property}`)
}

test('the service sees what the device reports, with the time of each property', async () => {
  await report({ health: { fps: 12, model: 'bottles' } })
  const { properties } = await readTwin()
  assert.deepEqual(properties.reported.health, { fps: 12, model: 'bottles' })
  assert.match(properties.reported.$metadata.health.fps.$lastUpdated, /^\d{4}-/)
  assert.equal(properties.reported.$version, 2)
})

test('a report merges, and null deletes', async () => {
  await report({ health: { fps: null, disk: 0.5 } })
  const { properties } = await readTwin()
  assert.deepEqual(properties.reported.health, { model: 'bottles', disk: 0.5 })
  assert.equal(properties.reported.$metadata.health.fps, undefined)
})

test('the device is told what changed in its desired properties', async () => {
  const change = nextDesired('cameras')
  await openRegistry(hub).updateTwin('camera-1', { properties: { desired: { cameras: { north: { fps: 10 } } } } }, '*')
  assert.deepEqual(await change, { north: { fps: 10 } })
  const { properties } = await readTwin()
  assert.equal(properties.desired.$version, 2)
  assert.equal(properties.desired.$metadata.cameras.north.fps.$lastUpdatedVersion, 2)
})

test('a desired property that is set to null is gone on both sides', async () => {
  const emitter = twin as unknown as NodeJS.EventEmitter
  const change = once(emitter, 'properties.desired')
  await openRegistry(hub).updateTwin('camera-1', { properties: { desired: { cameras: { north: null, south: { fps: 5 } } } } }, '*')
  await change
  assert.deepEqual((await readTwin()).properties.desired.cameras, { south: { fps: 5 } })
  assert.deepEqual((twin.properties['desired'] as { cameras: object }).cameras, { south: { fps: 5 } })
})

test('a change with an old etag is refused and changes nothing', async () => {
  const registry = openRegistry(hub)
  const { etag } = await readTwin()
  await registry.updateTwin('camera-1', { tags: { line: 1 } }, etag)
  await assert.rejects(registry.updateTwin('camera-1', { tags: { line: 2 } }, etag), { name: 'InvalidEtagError' })
  const { tags } = await readTwin()
  assert.deepEqual(tags, { site: 'plant-a', line: 1 })
})

test('a device that was away reads the whole twin when it is back', async () => {
  const { connectionString } = await hub.ensureDevice('camera-2')
  await openRegistry(hub).updateTwin('camera-2', { properties: { desired: { mode: 'night' } } }, '*')
  const client = await openDevice(hub, connectionString)
  const { properties } = await client.getTwin()
  assert.equal((properties['desired'] as { mode: string }).mode, 'night')
  await client.close()
})

test('a device is told which property breaks a limit, and what it had reported stays', async () => {
  await assert.rejects(report({ 'a.b': 1 }), /a\.b/)
  await assert.rejects(report({ big: 'x'.repeat(4097) }), /4097 bytes, the limit is 4096/)
  await assert.rejects(report({ list: [1, null] }), /null in an array/)
  const parts = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`part${index}`, 'x'.repeat(4000)]))
  await assert.rejects(report(parts), /the limit is 32768/)
  assert.deepEqual((await readTwin()).properties.reported.part0, undefined)
})

test('the service is told when it breaks a limit', async () => {
  const registry = openRegistry(hub)
  const nested = Array.from({ length: 11 }).reduce<object>((inner) => ({ deeper: inner }), {})
  await assert.rejects(registry.updateTwin('camera-1', { properties: { desired: { nested } } }, '*'), { name: 'ArgumentError' })
  await assert.rejects(
    registry.updateTwin('camera-1', { tags: { note: 'x'.repeat(4000), more: 'x'.repeat(4000), last: 'x'.repeat(400) } }, '*'),
    {
      name: 'ArgumentError',
    },
  )
})

test('the twin of a device that nobody registered is not found', async () => {
  await assert.rejects(openRegistry(hub).getTwin('nobody'), { name: 'DeviceNotFoundError' })
})

test("a device's request reads its own twin, whatever it subscribes to", async () => {
  const { connectionString } = await hub.ensureDevice('camera-3')
  await openRegistry(hub).updateTwin('camera-3', { properties: { desired: { secret: 'of camera-3' } } }, '*')
  const client = await openRaw(hub, 'camera-3', tokenOf(connectionString))
  await client.subscribeAsync('$iothub/twin/res/#')
  const answers: string[] = []
  client.on('message', (_topic, payload) => answers.push(payload.toString()))
  // The other device asks too: its answer must not come here.
  const otherTwin = camera.getTwin()
  const mine = new Promise<void>((resolve) => client.once('message', () => resolve()))
  client.publish('$iothub/twin/GET/?$rid=1', ' ')
  await Promise.all([mine, otherTwin])
  await client.endAsync()
  assert.deepEqual(
    answers.map((text) => JSON.parse(text).desired.secret),
    ['of camera-3'],
  )
})
