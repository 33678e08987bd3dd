import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { startIotHub } from '../../../local/iot-hub/start.ts'
import { createIotHubDeviceTwins } from '../../../shared/adapters/iot-hub-device-twins.ts'
import { createIotHubRegistry } from '../../../shared/adapters/iot-hub-registry.ts'
import { EdgeSettings } from '../../../shared/domain/edge-settings.ts'
import { edgeModule } from '../../../shared/domain/fleet.ts'
import { openRegistry } from '../../local/iot-hub/clients.ts'

test('new settings replace the old ones and leave the model alone that a deployment has set', async (t) => {
  const hub = await startIotHub()
  t.after(() => hub.close())
  setDefaultCACertificates([...getCACertificates(), readFileSync(hub.certificateFile, 'utf8')])
  const twins = createIotHubDeviceTwins(createIotHubRegistry({ connectionString: hub.serviceConnectionString }))
  await twins.register({ id: 'press-1', site: 'plant-1' } as Parameters<typeof twins.register>[0])
  await twins.push('press-1', EdgeSettings.parse({ schema: 1, cameras: { gate: { source: 'file:gate.mp4' } }, rules: {} }))
  const model = { reference: `registry.example.com/models@sha256:${'a'.repeat(64)}`, digest: 'b'.repeat(64) }
  await openRegistry(hub).updateModuleTwin('press-1', edgeModule, { properties: { desired: { model } } }, '*')

  await twins.push('press-1', EdgeSettings.parse({ schema: 1, cameras: { door: { source: 'file:door.mp4' } }, rules: {} }))

  const { responseBody: twin } = await openRegistry(hub).getModuleTwin('press-1', edgeModule)
  const { desired } = twin.properties
  assert.deepEqual(Object.keys(desired['cameras']), ['door'])
  assert.deepEqual(desired['model'], model)
})

test('a device that was forgotten has no identity left, is forgotten again without complaint, and can come back', async (t) => {
  const hub = await startIotHub()
  t.after(() => hub.close())
  setDefaultCACertificates([...getCACertificates(), readFileSync(hub.certificateFile, 'utf8')])
  const twins = createIotHubDeviceTwins(createIotHubRegistry({ connectionString: hub.serviceConnectionString }))
  const device = { id: 'press-1', site: 'plant-1' } as Parameters<typeof twins.register>[0]
  const identities = async () => (await openRegistry(hub).list()).responseBody.map(({ deviceId }) => deviceId).sort()
  await twins.register(device)
  const registered = await identities()
  assert.equal(registered.length, 2)

  await twins.forget('press-1')
  assert.deepEqual([await identities(), await twins.read('press-1')], [[], undefined])
  await twins.forget('press-1')
  await twins.register(device)
  assert.deepEqual(await identities(), registered)
})
