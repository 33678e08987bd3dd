import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type RunningIotHub, startIotHub } from '../../../local/iot-hub/start.ts'
import { type ReadEvent, readEvents } from '../../local/iot-hub/clients.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { startCuttingProxy } from './cutting-proxy.ts'
import { startModuleOnHub } from './module-on-hub.ts'

interface Body {
  readonly lane: string
  readonly number: number
  readonly bootId: string
  readonly seq: number
}

const bodyOf = (event: ReadEvent) => JSON.parse(event.text) as Body
const range = (count: number, start = 0) => Array.from({ length: count }, (_, i) => start + i)

async function registerModule(hub: RunningIotHub) {
  const { modules } = await hub.ensureDevice('press-1', { modules: ['vision'] })
  return { connectionString: modules['vision']!, certificateFile: hub.certificateFile }
}

async function startHub(t: TestContext): Promise<RunningIotHub> {
  const hub = await startIotHub()
  t.after(() => hub.close())
  return hub
}

test('messages arrive with their type, schema, trace and encoding, in the order of their lane', async (t) => {
  const hub = await startHub(t)
  const module = startModuleOnHub({ folder: temporaryFolder(t), ...(await registerModule(hub)) })
  await Promise.all([module.append('telemetry', range(60)), module.append('incident', range(20))])
  await module.drained()
  await module.close()
  const events = await readEvents(hub, { count: 80 })
  for (const lane of ['incident', 'telemetry']) {
    const numbers = events
      .map(bodyOf)
      .filter((body) => body.lane === lane)
      .map((body) => body.number)
    assert.deepEqual(numbers, range(lane === 'incident' ? 20 : 60))
  }
  const [event] = events
  const { sentAt, ...properties } = { ...event!.properties } as Record<string, string>
  assert.deepEqual(properties, { type: 'health', schema: '1', traceparent: 'none' })
  assert.equal(new Date(sentAt!).toISOString(), sentAt)
  assert.equal(event!.contentType, 'application/json')
  assert.equal(event!.systemProperties?.['iothub-connection-device-id'], 'press-1')
})

test('an incident overtakes a backlog of telemetry, and the backlog goes on', async (t) => {
  const hub = await startHub(t)
  const place = { folder: temporaryFolder(t), ...(await registerModule(hub)) }
  const offline = startModuleOnHub(place, { connect: () => Promise.reject(new Error('no network')) })
  await offline.append('telemetry', range(300))
  await offline.append('incident', range(3))
  await offline.close()
  const online = startModuleOnHub(place)
  await online.drained()
  await online.close()
  const order = (await readEvents(hub, { count: 303 })).map(bodyOf)
  assert.deepEqual(
    order.slice(0, 3).map((body) => body.lane),
    ['incident', 'incident', 'incident'],
  )
  assert.deepEqual(
    order.slice(3).map((body) => body.number),
    range(300),
  )
})

test('through outages nothing is lost, and what comes twice comes under the same key', async (t) => {
  const hubFolder = temporaryFolder(t)
  let hub = await startIotHub({ folder: hubFolder })
  const port = Number(hub.hostName.split(':')[1])
  const module = startModuleOnHub({ folder: temporaryFolder(t), ...(await registerModule(hub)) })
  let number = 0
  for (let outage = 0; outage < 3; outage++) {
    // The hub goes away while messages are on the line, and more come while it is away.
    const first = module.append('telemetry', range(40, number))
    const urgent = module.append('incident', range(10, number))
    await Promise.all([first, urgent])
    await hub.close()
    await Promise.all([module.append('telemetry', range(20, number + 40)), module.append('incident', range(5, number + 10))])
    number += 60
    hub = await startIotHub({ folder: hubFolder, port })
  }
  await module.drained()
  await module.close()
  const events = (await readEvents(hub, { count: 3 * 75 })).map(bodyOf)
  await hub.close()
  const keys = new Map<string, Body>()
  for (const body of events) {
    const key = `${body.bootId} ${body.seq}`
    assert.deepEqual(keys.get(key) ?? body, body, 'one key, two messages')
    keys.set(key, body)
  }
  const unique = [...keys.values()]
  assert.equal(new Set(unique.map((body) => `${body.lane} ${body.number}`)).size, 3 * 75)
  for (const lane of ['incident', 'telemetry']) {
    const numbers = unique.filter((body) => body.lane === lane).map((body) => body.number)
    assert.deepEqual(
      numbers,
      [...numbers].sort((a, b) => a - b),
      `${lane} came out of order`,
    )
  }
})

test('a message whose acknowledgement was lost is sent again under the same key', async (t) => {
  const hub = await startHub(t)
  const proxy = await startCuttingProxy(Number(hub.hostName.split(':')[1]))
  t.after(() => proxy.close())
  const { connectionString, certificateFile } = await registerModule(hub)
  let connections = 0
  const module = startModuleOnHub(
    { folder: temporaryFolder(t), connectionString: `${connectionString};GatewayHostName=localhost:${proxy.port}`, certificateFile },
    {
      onConnected: () => {
        connections++
      },
    },
  )
  await module.append('incident', [0])
  await module.drained()
  // The hub gets the next message, its answer does not come through, and the connection breaks.
  proxy.cutAtNextAnswer()
  await module.append('incident', [1])
  await module.drained()
  await module.close()
  const bodies = (await readEvents(hub, { count: 3 })).map(bodyOf)
  assert.deepEqual(
    bodies.map((body) => body.number),
    [0, 1, 1],
  )
  assert.deepEqual(bodies[1], bodies[2])
  assert.equal(connections, 2)
})

test('a backlog that a dead process left is sent by the next one, under its old keys', async (t) => {
  const hub = await startHub(t)
  const place = { folder: join(temporaryFolder(t)), ...(await registerModule(hub)) }
  const first = startModuleOnHub(place, { connect: () => Promise.reject(new Error('no network')) })
  await first.append('incident', range(5))
  await first.close()
  const second = startModuleOnHub(place)
  await second.drained()
  await second.close()
  const bodies = (await readEvents(hub, { count: 5 })).map(bodyOf)
  assert.deepEqual(new Set(bodies.map((body) => body.bootId)), new Set([first.outbox.bootId]))
})
