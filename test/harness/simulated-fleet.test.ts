import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type RunningIotHub, startIotHub } from '../../local/iot-hub/start.ts'
import type { HealthMessage } from '../../shared/domain/messages.ts'
import { openRegistry, readEvents } from '../local/iot-hub/clients.ts'
import { type SimulatedFleet, startFleet } from './simulated-fleet.ts'
import { createVirtualClock } from './virtual-clock.ts'

const modelOf = (version: string) => ({ name: 'plant-1', version, digest: version.repeat(64) })
const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`
const packages = new Map([
  [digestOf('a'), { model: modelOf('1'), behaviour: 'good' as const }],
  [digestOf('b'), { model: modelOf('2'), behaviour: 'crashes' as const }],
  [digestOf('c'), { model: modelOf('3'), behaviour: 'nan' as const }],
])
const moduleWith = (letter: string) => ({
  ...{ type: 'docker', status: 'running', restartPolicy: 'always' },
  settings: { image: `localhost:5000/plant-1@${digestOf(letter)}`, createOptions: '{}' },
})

let hub: RunningIotHub
let fleet: SimulatedFleet
const health: HealthMessage[] = []

before(async () => {
  hub = await startIotHub()
  const deliver = async (events: readonly { body: Uint8Array }[]) => {
    health.push(...events.map(({ body }) => JSON.parse(String(body))))
  }
  const refuses = (device: string, image: string) => device === 'edge-003' && image.endsWith(digestOf('c'))
  fleet = await startFleet({ hub, clock: createVirtualClock(), count: 4, packages, deliver, refuses })
  const agent = {
    schemaVersion: '1.1',
    runtime: { type: 'docker', settings: {} },
    systemModules: {},
    modules: { sightloop: moduleWith('a') },
  }
  const base = { modulesContent: { $edgeAgent: { 'properties.desired': agent } } }
  await openRegistry(hub).addConfiguration({ id: 'base', priority: 1, targetCondition: "tags.site = 'plant-1'", content: base } as never)
  await fleet.settle()
})
after(async () => {
  await fleet.close()
  await hub.close()
})

async function release(letter: string, devices: readonly string[]): Promise<void> {
  const registry = openRegistry(hub)
  const layer = { modulesContent: { $edgeAgent: { 'properties.desired.modules.sightloop': moduleWith(letter) } } }
  const targetCondition = `tags.release = '${letter}'`
  await registry.addConfiguration({ id: `layer-${letter}`, priority: letter.charCodeAt(0), targetCondition, content: layer } as never)
  for (const device of devices) await registry.updateTwin(device, { tags: { release: letter } } as never, '*')
  await fleet.settle()
}

async function reported(device: string) {
  const [agent, module] = await Promise.all(
    ['$edgeAgent', 'sightloop'].map(async (name) => (await openRegistry(hub).getModuleTwin(device, name)).responseBody.properties.reported),
  )
  return { agent, module, runtime: agent?.['modules'].sightloop }
}

test('simulated devices take what is deployed, and an hour of their work passes at once', async () => {
  const { agent, module, runtime } = await reported('edge-001')
  assert.equal(agent?.['lastDesiredStatus'].code, 200)
  assert.equal(runtime.runtimeStatus, 'running')
  assert.deepEqual(module?.['model'], modelOf('1'))
  await fleet.advance(3600)
  const last = health.findLast(({ device }) => device === 'edge-001')
  assert.equal(last?.behaviour?.framesAnalysed, 36_000)
  assert.equal(health.length, 4 * 120)
})

test('a model that crashes is restarted at longer and longer intervals', async () => {
  await release('b', ['edge-001'])
  await fleet.advance(430)
  const { runtime, module } = await reported('edge-001')
  assert.deepEqual([runtime.runtimeStatus, runtime.restartCount, runtime.exitCode], ['running', 3, 1])
  assert.deepEqual(module?.['model'], modelOf('2'))
})

test('a model that its own module refuses leaves the one before in force; an image that is refused changes nothing', async () => {
  await fleet.disconnect(['edge-002'])
  await release('c', ['edge-002', 'edge-003'])
  assert.equal((await reported('edge-002')).module?.['refused'], undefined)
  await fleet.connect(['edge-002'])
  const { module, runtime } = await reported('edge-002')
  assert.deepEqual(module?.['refused'].digest, modelOf('3').digest)
  assert.deepEqual(module?.['model'], modelOf('1'))
  assert.match(runtime.settings.image, new RegExp(digestOf('c')))
  const third = await reported('edge-003')
  assert.equal(third.agent?.['lastDesiredStatus'].code, 500)
  assert.match(third.runtime.settings.image, new RegExp(digestOf('a')))
})

test('without a taker their messages go through the hub', async () => {
  const other = await startIotHub()
  const few = await startFleet({ hub: other, clock: createVirtualClock(), count: 1, packages })
  try {
    const modulesContent = { $edgeAgent: { 'properties.desired': { modules: { sightloop: moduleWith('a') } } } }
    await openRegistry(other).applyConfigurationContentOnDevice('edge-001', { modulesContent } as never)
    await few.settle()
    await few.advance(30)
    const [event] = await readEvents(other, { count: 1 })
    assert.equal(event?.properties?.['type'], 'health')
  } finally {
    await few.close()
    await other.close()
  }
})
