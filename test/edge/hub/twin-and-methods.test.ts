import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { after, before, test } from 'node:test'
import { type RunningIotHub, startIotHub } from '../../../local/iot-hub/start.ts'
import { openRegistry, openService } from '../../local/iot-hub/clients.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { startModuleOnHub } from './module-on-hub.ts'

let hub: RunningIotHub
before(async () => {
  hub = await startIotHub()
})
after(() => hub.close())

async function place(folder: string, device: string) {
  const { modules } = await hub.ensureDevice(device, { modules: ['vision'] })
  return { folder, connectionString: modules['vision']!, certificateFile: hub.certificateFile }
}

test('desired properties come whole: at the start, and after each change without what the change removed', async (t) => {
  const registry = openRegistry(hub)
  const told = new EventEmitter()
  const seen: Record<string, unknown>[] = []
  const where = await place(temporaryFolder(t), 'twin-1')
  await registry.updateModuleTwin(
    'twin-1',
    'vision',
    {
      properties: {
        desired: {
          zone: [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 1],
          ],
          keep: 1,
        },
      },
    },
    '*',
  )
  const module = startModuleOnHub(where, {
    onDesired: (desired) => {
      seen.push(structuredClone(desired))
      told.emit('desired')
    },
  })
  while (seen.length < 1) await once(told, 'desired')
  await registry.updateModuleTwin(
    'twin-1',
    'vision',
    {
      properties: {
        desired: {
          zone: [
            [0, 0],
            [1, 0],
            [1, 1],
          ],
        },
      },
    },
    '*',
  )
  while (seen.length < 2) await once(told, 'desired')
  await module.close()
  const [first, second] = seen
  assert.deepEqual(
    [first!['zone'], first!['keep']],
    [
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ],
      1,
    ],
  )
  assert.deepEqual(
    [second!['zone'], second!['keep']],
    [
      [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
      1,
    ],
  )
  assert.equal(second!['$version'], Number(first!['$version']) + 1)
})

test('what is reported reaches the twin, also when it was said before there was a connection', async (t) => {
  const module = startModuleOnHub(await place(temporaryFolder(t), 'twin-2'))
  module.link.report({ settings: { version: 1, status: 'refused', problem: 'no cameras' } })
  module.link.report({ settings: { version: 2, status: 'applied', problem: '' }, cameras: { gate: { state: 'live' }, old: null } })
  const registry = openRegistry(hub)
  let reported: Record<string, unknown> = {}
  while (reported['settings'] === undefined) {
    const { responseBody } = await registry.getModuleTwin('twin-2', 'vision')
    reported = (responseBody as unknown as { properties: { reported: Record<string, unknown> } }).properties.reported
  }
  await module.close()
  assert.deepEqual(reported['settings'], { version: 2, status: 'applied', problem: '' })
  assert.deepEqual(reported['cameras'], { gate: { state: 'live' } })
})

test('direct methods are answered with status and payload, and a failing one with 500', async (t) => {
  const told = new EventEmitter()
  const module = startModuleOnHub(await place(temporaryFolder(t), 'methods-1'), {
    methods: {
      echo: async (payload) => ({ status: 200, payload: { echo: payload } }),
      fail: async () => Promise.reject(new Error('the camera is away')),
    },
    onConnected: () => told.emit('connected'),
  })
  await once(told, 'connected')
  const service = openService(hub)
  const call = async (methodName: string) => {
    const { result } = await service.invokeDeviceMethod('methods-1', 'vision', {
      methodName,
      payload: { camera: 'gate' },
      responseTimeoutInSeconds: 10,
    })
    return result as { status: number; payload: unknown }
  }
  const answers = [await call('echo'), await call('fail')]
  await module.close()
  assert.deepEqual(answers, [
    { status: 200, payload: { echo: { camera: 'gate' } } },
    { status: 500, payload: { problem: 'the camera is away' } },
  ])
})
