import assert from 'node:assert/strict'
import { request } from 'node:https'
import { after, before, test } from 'node:test'
import { type RunningIotHub, startIotHub } from '../../../local/iot-hub/start.ts'
import { hubAgent, openRegistry, tokenOf } from './clients.ts'

let hub: RunningIotHub

before(async () => {
  hub = await startIotHub()
})
after(() => hub.close())

test('a device is created with keys of its own, read, changed, listed and deleted', async () => {
  const registry = openRegistry(hub)
  const created = (await registry.create({ deviceId: 'camera-1' })).responseBody
  const keys = created.authentication?.symmetricKey
  assert.equal(Buffer.from(keys?.primaryKey ?? '', 'base64').length, 32)
  assert.notEqual(keys?.primaryKey, keys?.secondaryKey)
  assert.equal((await registry.get('camera-1')).responseBody.generationId, created.generationId)
  const changed = (await registry.update({ deviceId: 'camera-1', status: 'disabled', statusReason: 'cleaning' })).responseBody
  assert.equal(changed.status, 'disabled')
  assert.equal(changed.authentication?.symmetricKey?.primaryKey, keys?.primaryKey)
  assert.ok((await registry.list()).responseBody.some(({ deviceId }) => deviceId === 'camera-1'))
  await registry.delete('camera-1')
  await assert.rejects(registry.get('camera-1'), { name: 'DeviceNotFoundError' })
})

test('a device that is there is not created again', async () => {
  const registry = openRegistry(hub)
  await registry.create({ deviceId: 'camera-2' })
  await assert.rejects(registry.create({ deviceId: 'camera-2' }), { name: 'DeviceAlreadyExistsError' })
})

test('an id that the real hub would refuse is refused', async () => {
  await assert.rejects(openRegistry(hub).create({ deviceId: 'no spaces' }), { name: 'ArgumentError' })
})

test('modules belong to their device and go with it', async () => {
  const registry = openRegistry(hub)
  await registry.create({ deviceId: 'edge-1', capabilities: { iotEdge: true } })
  await registry.addModule({ deviceId: 'edge-1', moduleId: 'vision' })
  const ids = (await registry.getModulesOnDevice('edge-1')).responseBody.map(({ moduleId }: { moduleId: string }) => moduleId)
  assert.deepEqual(ids, ['$edgeAgent', '$edgeHub', 'vision'])
  await registry.delete('edge-1')
  await assert.rejects(registry.getModule('edge-1', 'vision'), { name: 'DeviceNotFoundError' })
})

test('a hundred devices are added, changed and removed at once, and each failure is named', async () => {
  const registry = openRegistry(hub)
  const devices = Array.from({ length: 100 }, (_, index) => ({ deviceId: `bulk-${index}`, status: 'enabled' as const }))
  assert.equal((await registry.addDevices(devices)).responseBody.isSuccessful, true)
  const again = await registry
    .addDevices([{ deviceId: 'bulk-0' }, { deviceId: 'bulk-new' }])
    .catch((error: Error & { responseBody: string }) => error)
  assert.match(String(again.responseBody), /bulk-0.*DeviceAlreadyExists/)
  await registry.updateDevices([{ deviceId: 'bulk-0', status: 'disabled' }], true)
  assert.equal((await registry.get('bulk-0')).responseBody.status, 'disabled')
  await registry.removeDevices(devices, true)
  await assert.rejects(registry.get('bulk-50'), { name: 'DeviceNotFoundError' })
})

test('queries select by tags, properties and ids, page by page', async () => {
  const registry = openRegistry(hub)
  for (const [index, ring] of ['canary', 'canary', 'broad', 'broad', 'broad'].entries())
    await hub.ensureDevice(`query-${index}`, { tags: { ring, place: { floor: index } } })
  const run = async (query: string) => (await registry.createQuery(query).next()).result
  const ids = async (where: string) =>
    (await run(`SELECT * FROM devices WHERE ${where}`)).map(({ deviceId }: { deviceId: string }) => deviceId)
  assert.deepEqual(await ids("tags.ring = 'canary'"), ['query-0', 'query-1'])
  assert.deepEqual(await ids("tags.ring = 'broad' AND tags.place.floor > 3"), ['query-4'])
  assert.deepEqual(await ids("deviceId IN ['query-1', 'query-3', 'nobody']"), ['query-1', 'query-3'])
  assert.deepEqual(await ids("is_defined(tags.ring) AND NOT (tags.ring = 'broad' OR deviceId = 'query-0')"), ['query-1'])
  assert.deepEqual(await ids("startswith(deviceId, 'query-') AND tags.ring != 'canary' AND tags.place.floor <= 2"), ['query-2'])
  assert.deepEqual(await run("SELECT deviceId, tags.place.floor AS floor FROM devices WHERE deviceId = 'query-3'"), [
    { deviceId: 'query-3', floor: 3 },
  ])
  assert.deepEqual(await run("SELECT COUNT() AS total FROM devices WHERE tags.ring = 'broad'"), [{ total: 3 }])

  const query = registry.createQuery('SELECT * FROM devices WHERE is_defined(tags.ring)', 2)
  const pages: number[] = []
  while (query.hasMoreResults) pages.push((await query.next(query.continuationToken as unknown as string)).result.length)
  assert.deepEqual(pages, [2, 2, 1])
})

test('a query that is not understood says where', async () => {
  await assert.rejects(openRegistry(hub).createQuery('SELECT * FROM devices WHERE tags.ring ~ 1').next(), /not understood.*~/)
})

test('the statistics count devices', async () => {
  const { responseBody } = await openRegistry(hub).getRegistryStatistics()
  const { totalDeviceCount, enabledDeviceCount, disabledDeviceCount } = responseBody
  assert.equal(totalDeviceCount, enabledDeviceCount + disabledDeviceCount)
  assert.ok(totalDeviceCount > 0)
})

test('neither a stranger nor a device may use the registry', async () => {
  const serviceConnectionString = hub.serviceConnectionString.replace(/SharedAccessKey=.*/, 'SharedAccessKey=d3Jvbmc=')
  await assert.rejects(openRegistry({ ...hub, serviceConnectionString }).list(), { name: 'UnauthorizedError' })
  const { connectionString } = await hub.ensureDevice('camera-curious')
  assert.equal(await statusOf('/twins/camera-curious?api-version=2021-04-12', tokenOf(connectionString)), 401)
  assert.equal(await statusOf('/devices/camera-curious?api-version=2021-04-12', tokenOf(connectionString, { resource: hub.hostName })), 401)
})

test('a path that the hub does not serve is 404', async () => {
  const key = hub.serviceConnectionString.replace(/.*SharedAccessKey=/, '')
  const token = `${tokenOf(`HostName=x;DeviceId=x;SharedAccessKey=${key}`, { resource: hub.hostName })}&skn=iothubowner`
  assert.equal(await statusOf('/jobs/v2/x', token), 404)
  assert.equal(await statusOf('/statistics/devices', token), 200)
})

function statusOf(path: string, authorization: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = request({ host: 'localhost', path, agent: hubAgent(hub), headers: { authorization } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    call.on('error', reject).end()
  })
}
