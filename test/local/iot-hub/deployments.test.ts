import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type RunningIotHub, startIotHub } from '../../../local/iot-hub/start.ts'
import { openDevice, openRegistry } from './clients.ts'
import { reportAs } from './report-as.ts'

let hub: RunningIotHub

before(async () => {
  hub = await startIotHub()
  await hub.ensureDevice('edge-canary', { edge: true, modules: ['vision'], tags: { ring: 'canary' } })
  await hub.ensureDevice('edge-broad', { edge: true, tags: { ring: 'broad' } })
  await hub.ensureDevice('plain', { tags: { ring: 'canary' } })
})
after(() => hub.close())

const runtime = { schemaVersion: '1.1', runtime: { type: 'docker', settings: {} }, systemModules: {} }
const imageOf = (version: string) => ({ vision: { type: 'docker', settings: { image: `vision:${version}`, createOptions: '' } } })

function baseOf(version: string, settings: object = {}) {
  return {
    modulesContent: {
      $edgeAgent: { 'properties.desired': { ...runtime, modules: imageOf(version) } },
      $edgeHub: { 'properties.desired': { schemaVersion: '1.1', routes: {}, storeAndForwardConfiguration: { timeToLiveSecs: 7200 } } },
      vision: { 'properties.desired': settings },
    },
  }
}

const moduleTwin = async (device: string, module: string) => (await openRegistry(hub).getModuleTwin(device, module)).responseBody
const imageIn = async (device: string) => (await moduleTwin(device, '$edgeAgent')).properties.desired.modules?.vision?.settings.image
const statusIn = async (device: string) =>
  ((await moduleTwin(device, '$edgeAgent')) as unknown as { configurations: object }).configurations

test('a deployment sets the twins of the edge devices that it targets, and of no other', async () => {
  const registry = openRegistry(hub)
  await registry.addConfiguration({
    id: 'standing',
    priority: 1,
    targetCondition: '*',
    content: baseOf('1', { cameras: { north: { fps: 5 } } }),
  } as never)
  assert.equal(await imageIn('edge-canary'), 'vision:1')
  assert.equal(await imageIn('edge-broad'), 'vision:1')
  assert.deepEqual((await moduleTwin('edge-broad', 'vision')).properties.desired.cameras, { north: { fps: 5 } })
  await assert.rejects(registry.getModuleTwin('plain', '$edgeAgent'))
})

test('the higher priority wins where its condition holds, and the standing deployment comes back when it goes', async () => {
  const registry = openRegistry(hub)
  await registry.addConfiguration({
    id: 'ring-canary',
    priority: 10,
    targetCondition: "tags.ring = 'canary'",
    content: baseOf('2'),
  } as never)
  assert.equal(await imageIn('edge-canary'), 'vision:2')
  assert.equal(await imageIn('edge-broad'), 'vision:1')
  assert.deepEqual(await statusIn('edge-canary'), { 'ring-canary': { status: 'Applied' }, standing: { status: 'Targeted' } })

  await registry.removeConfiguration('ring-canary')
  assert.equal(await imageIn('edge-canary'), 'vision:1')
  assert.deepEqual(await statusIn('edge-canary'), { standing: { status: 'Applied' } })
})

test('a layer above the base adds to it, a layer below is ignored', async () => {
  const registry = openRegistry(hub)
  const layer = (label: string) => ({ modulesContent: { vision: { 'properties.desired.thresholds': { bottle: label } } } })
  await registry.addConfiguration({ id: 'layer-below', priority: 0, targetCondition: '*', content: layer('ignored') } as never)
  assert.equal((await moduleTwin('edge-canary', 'vision')).properties.desired.thresholds, undefined)
  await registry.addConfiguration({ id: 'layer-above', priority: 5, targetCondition: '*', content: layer('used') } as never)
  const { desired } = (await moduleTwin('edge-canary', 'vision')).properties
  assert.deepEqual(desired.thresholds, { bottle: 'used' })
  assert.deepEqual(desired.cameras, { north: { fps: 5 } })
  await registry.removeConfiguration('layer-above')
  await registry.removeConfiguration('layer-below')
})

test('a device that comes to meet the condition gets the deployment', async () => {
  const registry = openRegistry(hub)
  await registry.addConfiguration({ id: 'ring-late', priority: 20, targetCondition: "tags.ring = 'late'", content: baseOf('3') } as never)
  await registry.updateTwin('edge-broad', { tags: { ring: 'late' } }, '*')
  const module = await moduleTwin('edge-broad', '$edgeAgent')
  assert.equal(module.properties.desired.modules.vision.settings.image, 'vision:3')
  await registry.removeConfiguration('ring-late')
})

test('the metrics count what the runtime reports', async () => {
  const registry = openRegistry(hub)
  const before = (await registry.getConfiguration('standing')).responseBody
  assert.equal(before.systemMetrics?.results?.['targetedCount'], 2)
  assert.equal(before.systemMetrics?.results?.['reportedSuccessfulCount'], 0)
  const { $version } = (await moduleTwin('edge-canary', '$edgeAgent')).properties.desired
  await reportAs(hub, 'edge-canary', '$edgeAgent', { lastDesiredVersion: $version, lastDesiredStatus: { code: 200, description: '' } })
  const after = (await registry.getConfiguration('standing')).responseBody
  assert.equal(after.systemMetrics?.results?.['appliedCount'], 2)
  assert.equal(after.systemMetrics?.results?.['reportedSuccessfulCount'], 1)
})

test('a change of a configuration needs its etag and keeps its content', async () => {
  const registry = openRegistry(hub)
  const current = (await registry.getConfiguration('standing')).responseBody
  const changed = (await registry.updateConfiguration({ ...current, priority: 2, content: baseOf('9') } as never)).responseBody
  assert.equal(changed.priority, 2)
  assert.equal(await imageIn('edge-canary'), 'vision:1')
  await assert.rejects(registry.updateConfiguration({ ...current, priority: 3 } as never), { name: 'InvalidEtagError' })
})

test('the modules of one device can be set without any deployment', async () => {
  const registry = openRegistry(hub)
  await hub.ensureDevice('edge-alone', { edge: true })
  await registry.applyConfigurationContentOnDevice('edge-alone', baseOf('4') as never)
  assert.equal(await imageIn('edge-alone'), 'vision:4')
})

test('a connected module is told of what a deployment sets', async () => {
  const { connectionString } = await hub.ensureDevice('plain')
  const client = await openDevice(hub, connectionString)
  const twin = await client.getTwin()
  const told = new Promise<unknown>((resolve) => twin.on('properties.desired.night', resolve))
  const content = { deviceContent: { 'properties.desired.night': { fps: 1 } } }
  await openRegistry(hub).addConfiguration({ id: 'night', priority: 1, targetCondition: "deviceId = 'plain'", content } as never)
  assert.deepEqual(await told, { fps: 1 })
  await client.close()
})

test('a condition that is not understood is refused when it is set', async () => {
  const configuration = { id: 'broken', priority: 1, targetCondition: 'tags.ring =', content: baseOf('1') }
  await assert.rejects(openRegistry(hub).addConfiguration(configuration as never), { name: 'ArgumentError' })
})
