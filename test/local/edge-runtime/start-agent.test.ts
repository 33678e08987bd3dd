import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { startContainerRegistry } from '../../../local/container-registry/start.ts'
import { openRegistry, openService } from '../iot-hub/clients.ts'
import { agentOptions, deployBase, deployLayer, moduleOf, openPlant, type Plant, reportedBy, runAgent, type Told } from './device.ts'
import { moduleLayer, pushImage } from './push-image.ts'

const device = 'edge-1'
const architectures = ['amd64', 'arm64', 'arm']

async function withPlant(use: (plant: Plant) => Promise<void>): Promise<void> {
  const plant = await openPlant()
  try {
    await use(plant)
  } finally {
    await plant.close()
  }
}

async function withAgent(
  plant: Plant,
  use: (told: Told, agent: Awaited<ReturnType<typeof runAgent>>['agent']) => Promise<void>,
): Promise<void> {
  const { agent, ...told } = await runAgent(await agentOptions(plant, device))
  try {
    await use(told, agent)
  } finally {
    await agent.close()
  }
}

const push = ({ registry }: Plant, version: string, more = '') =>
  pushImage(registry.url, { layers: [[moduleLayer(version, more)]], architectures })
const isUp = (version: string, { lines }: Told, times = 1) => lines.filter((line) => line === `${version} is up`).length === times
const deployments = ({ events }: Told, code: number) => events.filter((event) => event.event === 'deployment' && event.code === code)

/** Asks the hub until it has what the runtime said last. */
async function reported(plant: Plant, isTrue: (report: Awaited<ReturnType<typeof reportedBy>>) => boolean) {
  for (;;) {
    const report = await reportedBy(plant, device)
    if (report.lastDesiredStatus !== undefined && isTrue(report)) return report
  }
}

test('a deployment starts its module, of two layers the higher counts, and the way back needs no registry', () =>
  withPlant(async (plant) => {
    const [one, two] = [await push(plant, 'one'), await push(plant, 'two')]
    await deployBase(plant, moduleOf(one))
    await withAgent(plant, async (told, agent) => {
      await told.until(() => isUp('one', told))
      const first = await reported(plant, ({ lastDesiredStatus }) => lastDesiredStatus.code === 200)
      const twin = (await openRegistry(plant.hub).getModuleTwin(device, '$edgeAgent')).responseBody
      assert.equal(first.lastDesiredVersion, twin.properties.desired.$version)
      assert.equal(first.modules['sightloop']?.runtimeStatus, 'running')
      assert.equal(first.modules['sightloop']?.settings.image, one)

      await deployLayer(plant, 'release-2', 10, moduleOf(two))
      await told.until(() => isUp('two', told))
      await reported(plant, ({ modules }) => modules['sightloop']?.settings.image === two)
      await deployLayer(plant, 'release-1', 5, moduleOf(one))
      assert.equal(agent.modules['sightloop']?.image, two)

      await plant.registry.close()
      await openRegistry(plant.hub).removeConfiguration('release-1')
      await openRegistry(plant.hub).removeConfiguration('release-2')
      await told.until(() => isUp('one', told, 2))
      await reported(plant, ({ modules }) => modules['sightloop']?.settings.image === one)
    })
  }))

test('a new image replaces the old module only when it is whole; one with a wrong layer is reported, and the old one goes on', () =>
  withPlant(async (plant) => {
    const one = await push(plant, 'one')
    const bad = await pushImage(plant.registry.url, { layers: [[moduleLayer('bad')]], diffIds: [`sha256:${'0'.repeat(64)}`] })
    await deployBase(plant, moduleOf(one))
    await withAgent(plant, async (told, agent) => {
      await told.until(() => isUp('one', told))
      await deployLayer(plant, 'bad', 10, moduleOf(bad))
      const report = await reported(plant, ({ lastDesiredStatus }) => lastDesiredStatus.code === 500)
      assert.match(report.lastDesiredStatus.description, /sightloop: The layer unpacks to sha256:\w+; its image says sha256:0000/)
      assert.equal(report.modules['sightloop']?.settings.image, one)
      assert.equal(report.modules['sightloop']?.runtimeStatus, 'running')
      assert.equal(agent.modules['sightloop']?.restartCount, 0)
      assert.deepEqual(
        told.lines.filter((line) => / is up$/.test(line)),
        ['one is up'],
      )
      assert.deepEqual(readdirSync(join(plant.folder, device, 'unfinished')), [])
    })
  }))

test('while the registry is away the old module goes on; when it is back the new one comes by itself', () =>
  withPlant(async (plant) => {
    const [one, two] = [await push(plant, 'one'), await push(plant, 'two')]
    const port = Number(new URL(plant.registry.url).port)
    await deployBase(plant, moduleOf(one))
    await withAgent(plant, async (told, agent) => {
      await told.until(() => isUp('one', told))
      await plant.registry.close()
      await deployLayer(plant, 'release-2', 10, moduleOf(two))
      await told.until(() => deployments(told, 500).length >= 2)
      assert.equal(agent.modules['sightloop']?.image, one)
      const back = await startContainerRegistry({ port, folder: join(plant.folder, 'registry') })
      await told.until(() => isUp('two', told))
      await back.close()
    })
  }))

test('a module that crashes again and again is reported with its restarts and its exit code', () =>
  withPlant(async (plant) => {
    await deployBase(plant, moduleOf(await push(plant, 'one', 'process.exit(3)')))
    await withAgent(plant, async (told) => {
      await told.until(() => isUp('one', told, 4))
      const report = await reported(plant, ({ modules }) => (modules['sightloop']?.restartCount ?? 0) >= 3)
      assert.equal(report.modules['sightloop']?.exitCode, 3)
      assert.equal(report.lastDesiredStatus.code, 200)
      assert.ok(told.events.some((event) => event.event === 'module' && event.runtimeStatus === 'backoff'))
    })
  }))

test('a module gets the variables of image and deployment, paths of the image as they are here, its identity, and a limit on its heap', () =>
  withPlant(async (plant) => {
    const code = 'console.log(JSON.stringify({ ...process.env, args: process.execArgv, cwd: process.cwd() })); setInterval(() => {}, 1000)'
    const image = await pushImage(plant.registry.url, {
      layers: [
        [
          { name: 'app/module.mjs', text: code },
          { name: 'app/model/model.json', text: '{}' },
        ],
      ],
      config: {
        Env: ['MODEL_FOLDER=/app/model', 'A=image', 'DATA_FOLDER=/data', 'VIDEO_FOLDER=/data/videos', 'SCORING_PORT=1', 'PATH=/usr/bin'],
      },
    })
    const createOptions = { Env: ['A=options', 'B=options'], HostConfig: { Memory: 512 * 2 ** 20 } }
    await deployBase(plant, moduleOf(image, { createOptions, env: { B: { value: 'deployment' } } }))
    await withAgent(plant, async (told) => {
      await told.until(() => told.lines.length > 0)
      const seen = JSON.parse(told.lines[0] ?? '')
      assert.deepEqual([seen.A, seen.B], ['options', 'deployment'])
      assert.deepEqual(JSON.parse(JSON.stringify(readdirSync(seen.MODEL_FOLDER))), ['model.json'])
      assert.equal(seen.DATA_FOLDER, join(plant.folder, 'data'))
      assert.equal(seen.VIDEO_FOLDER, join(plant.folder, 'films'))
      assert.equal(seen.SCORING_PORT, '7075')
      assert.equal(seen.IOTEDGE_DEVICEID, device)
      assert.equal(seen.PATH, process.env['PATH'])
      assert.ok(seen.args.includes('--max-old-space-size=384'))
      assert.match(seen.cwd, /images\/[0-9a-f]{64}\/root\/app$/)
    })
  }))

test('a module that is to be stopped stops, and operators can restart it, read its log and ask whether the runtime lives', () =>
  withPlant(async (plant) => {
    const image = await push(plant, 'one')
    await deployBase(plant, moduleOf(image))
    await withAgent(plant, async (told) => {
      await told.until(() => isUp('one', told))
      await reported(plant, ({ lastDesiredStatus }) => lastDesiredStatus.code === 200)
      const call = async (methodName: string, payload: unknown = null) =>
        (await openService(plant.hub).invokeDeviceMethod(device, '$edgeAgent', { methodName, payload })).result
      assert.equal((await call('ping')).status, 200)
      assert.equal((await call('RestartModule', { schemaVersion: '1.0', id: 'sightloop' })).status, 200)
      await told.until(() => isUp('one', told, 2))
      assert.equal((await call('RestartModule', { schemaVersion: '1.0', id: 'nobody' })).status, 400)
      const logs = await call('GetModuleLogs', { schemaVersion: '1.0', items: [{ id: 'sightloop', filter: { tail: 1 } }] })
      assert.deepEqual(logs.payload, [{ id: 'sightloop', payloadBytes: null, payload: 'one is up' }])

      await deployLayer(plant, 'night', 10, moduleOf(image, { status: 'stopped' }))
      await reported(plant, ({ modules }) => modules['sightloop']?.runtimeStatus === 'stopped')
      await openRegistry(plant.hub).removeConfiguration('night')
      await told.until(() => isUp('one', told, 3))
    })
  }))

test('what is no deployment is answered with the code that IoT Edge has for it, and changes nothing', () =>
  withPlant(async (plant) => {
    await deployBase(plant, moduleOf(await push(plant, 'one')))
    await withAgent(plant, async (told) => {
      await told.until(() => isUp('one', told))
      const set = (desired: object) =>
        openRegistry(plant.hub).applyConfigurationContentOnDevice(device, {
          modulesContent: { $edgeAgent: { 'properties.desired': desired } },
        } as never)
      await openRegistry(plant.hub).removeConfiguration('base')
      const runtime = { type: 'docker', settings: {} }
      await set({ schemaVersion: '2.0', runtime, modules: {} })
      await reported(plant, ({ lastDesiredStatus }) => lastDesiredStatus.code === 412)
      await set({})
      await reported(plant, ({ lastDesiredStatus }) => lastDesiredStatus.code === 417)
      await set({ schemaVersion: '1.1', runtime, modules: { sightloop: { type: 'docker', settings: {} } } })
      const wrong = await reported(plant, ({ lastDesiredStatus }) => lastDesiredStatus.code === 400)
      assert.match(wrong.lastDesiredStatus.description, /modules\.sightloop\.settings\.image/)
      assert.equal(wrong.modules['sightloop']?.runtimeStatus, 'running')

      // A deployment without the module ends it.
      await set({ schemaVersion: '1.1', runtime, modules: {} })
      await reported(plant, ({ lastDesiredStatus, modules }) => lastDesiredStatus.code === 200 && modules['sightloop'] === undefined)
    })
  }))

test('images that no module needs any more are removed, the newest and the one before stay', () =>
  withPlant(async (plant) => {
    const images = [await push(plant, 'one'), await push(plant, 'two'), await push(plant, 'three')]
    await deployBase(plant, moduleOf(images[0] ?? ''))
    await withAgent(plant, async (told) => {
      await told.until(() => deployments(told, 200).length === 1)
      for (const [i, name] of ['two', 'three'].entries()) {
        await deployLayer(plant, `release-${name}`, 10 + i, moduleOf(images[i + 1] ?? ''))
        await told.until(() => deployments(told, 200).length === 2 + i)
      }
      for (const kind of ['images', 'layers', 'references']) assert.equal(readdirSync(join(plant.folder, device, kind)).length, 2)
    })
  }))
