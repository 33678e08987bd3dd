import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { startIotHub } from '../../../local/iot-hub/start.ts'
import { openRaw, tokenOf } from './clients.ts'

test('a port that is taken is an error that names it, and leaves nothing behind', async () => {
  const first = await startIotHub()
  const port = Number(first.hostName.split(':')[1])
  await assert.rejects(startIotHub({ port }), { code: 'EADDRINUSE', port })
  const amqpPort = Number(/localhost:(\d+)/.exec(first.eventsConnectionString)?.[1])
  await assert.rejects(startIotHub({ amqpPort }), { code: 'EADDRINUSE', port: amqpPort })
  await first.close()
})

test('a temporary hub takes its folder with it', async () => {
  const hub = await startIotHub()
  const folder = dirname(dirname(hub.certificateFile))
  assert.equal(existsSync(folder), true)
  await hub.close()
  assert.equal(existsSync(folder), false)
})

test('a second start in the same folder has the same keys, certificate and devices', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'hub-again-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const first = await startIotHub({ folder, partitionCount: 2 })
  const device = await first.ensureDevice('camera-1', { modules: ['vision'] })
  const port = Number(first.hostName.split(':')[1])
  await first.close()
  const second = await startIotHub({ folder, port, partitionCount: 8 })
  assert.equal(second.serviceConnectionString, first.serviceConnectionString)
  assert.deepEqual(await second.ensureDevice('camera-1', { modules: ['vision'] }), device)
  const client = await openRaw(second, 'camera-1', tokenOf(device.connectionString))
  await client.endAsync()
  await second.close()
})

test('keys of devices and of the certificate are readable by their owner alone', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'hub-private-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const hub = await startIotHub({ folder })
  await hub.close()
  for (const file of ['state.jsonl', 'certificates/server-key.pem']) assert.equal(statSync(join(folder, file)).mode & 0o077, 0)
})

test('a device can become an edge device later', async () => {
  const hub = await startIotHub()
  await hub.ensureDevice('edge-1')
  const { modules } = await hub.ensureDevice('edge-1', { edge: true, modules: ['$edgeAgent'] })
  assert.match(modules['$edgeAgent'] ?? '', /ModuleId=\$edgeAgent/)
  await hub.close()
})
