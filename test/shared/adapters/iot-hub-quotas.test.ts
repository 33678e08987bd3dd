import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, request, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { loadCertificate } from '../../../local/iot-hub/certificates.ts'
import { type RunningIotHub, startIotHub } from '../../../local/iot-hub/start.ts'
import { createIotHubDeployments } from '../../../shared/adapters/iot-hub-deployments.ts'
import { createIotHubDeviceStates } from '../../../shared/adapters/iot-hub-device-states.ts'
import { createIotHubRegistry } from '../../../shared/adapters/iot-hub-registry.ts'
import type { Quota } from '../../../shared/adapters/pace.ts'
import { hubAgent } from '../../local/iot-hub/clients.ts'

// The hub's quotas, a minute and a second each in a tenth of the time.
const quotas = { deployments: { count: 20, perMs: 600 }, twinUpdates: { count: 50, perMs: 100 } }

/** A door before the hub that counts as the real one does: what is too much, and every n-th call on top, is answered by 429. */
function openDoor(hub: RunningIotHub, certificate: { key: string | Buffer; certificate: string | Buffer }, everyNth: number) {
  const seen = new Map<Quota, number[]>([
    [quotas.deployments, []],
    [quotas.twinUpdates, []],
  ])
  let tooMany = 0
  let refused = 0
  let calls = 0
  const quotaOf = ({ url = '', method }: IncomingMessage) => {
    if (url.startsWith('/configurations')) return quotas.deployments
    return method === 'PATCH' && url.startsWith('/twins') ? quotas.twinUpdates : undefined
  }
  const isTooMuch = (call: IncomingMessage) => {
    const quota = quotaOf(call)
    if (quota === undefined) return false
    const now = performance.now()
    const recent = seen.get(quota)!.filter((at) => now - at < quota.perMs)
    seen.set(quota, [...recent, now])
    if (recent.length >= quota.count) tooMany++
    return recent.length >= quota.count
  }
  const agent = hubAgent(hub)
  const answer = (call: IncomingMessage, response: ServerResponse) => {
    if (isTooMuch(call) || ++calls % everyNth === 0) {
      refused++
      call.resume()
      response.writeHead(429, { 'content-type': 'application/json; charset=utf-8' })
      response.end(JSON.stringify({ Message: 'ErrorCode:ThrottlingException;slow down', ExceptionMessage: '' }))
      return
    }
    const { method, url, headers } = call
    call.pipe(
      request({ agent, host: 'localhost', method, path: url, headers }, (found) => {
        response.writeHead(found.statusCode ?? 500, found.headers)
        found.pipe(response)
      }),
    )
  }
  const server: Server = createServer({ key: certificate.key, cert: certificate.certificate }, answer)
  return { server, agent, counts: () => ({ tooMany, refused }) }
}

describe('a hub that throttles', () => {
  let hub: RunningIotHub
  let door: ReturnType<typeof openDoor>
  let connectionString = ''
  before(async () => {
    hub = await startIotHub()
    setDefaultCACertificates([...getCACertificates(), readFileSync(hub.certificateFile, 'utf8')])
    door = openDoor(hub, await loadCertificate(join(hub.certificateFile, '..')), 7)
    await new Promise<void>((resolve) => door.server.listen(0, '127.0.0.1', resolve))
    const { port } = door.server.address() as AddressInfo
    connectionString = hub.serviceConnectionString.replace(/localhost:\d+/, `localhost:${port}`)
  })
  after(async () => {
    door.server.closeAllConnections()
    await new Promise((resolve) => door.server.close(resolve))
    door.agent.destroy()
    await hub.close()
  })

  test('gets what it allows and not one call more, and everything is done in the end', async () => {
    const devices = Array.from({ length: 100 }, (_, number) => `press-${number}`)
    for (const device of devices) await hub.ensureDevice(device, { edge: true, tags: { site: 'plant-1' } })
    const registry = createIotHubRegistry({ connectionString }, quotas, 5)
    const [deployments, states] = [createIotHubDeployments(registry), createIotHubDeviceStates(registry)]
    const layers = Array.from({ length: 25 }, (_, number) => ({
      ...{ id: `layer-${number}`, priority: number + 1, targetCondition: `tags.release = '${number}'`, labels: { site: 'plant-1' } },
      content: { $edgeAgent: { 'properties.desired.modules.sightloop': { version: String(number) } } },
    }))
    await Promise.all([
      ...layers.map((layer) => deployments.put(layer)),
      ...devices.map((device) => states.setTags(device, { release: '3' })),
      ...devices.map((device) => states.setTags(device, { wave: 'two' })),
    ])
    const stored = (await deployments.list()).toSorted((a, b) => a.priority - b.priority)
    assert.deepEqual(stored, layers)
    const listed = await states.list('plant-1')
    assert.equal(listed.length, 100)
    assert.ok(listed.every(({ tags }) => tags['release'] === '3' && tags['wave'] === 'two'))
    const { tooMany, refused } = door.counts()
    assert.equal(tooMany, 0)
    assert.ok(refused > 30, `only ${refused} calls were refused`)
  })

  test('keeps the content of a deployment that is there, and has its condition changed', async () => {
    const deployments = createIotHubDeployments(createIotHubRegistry({ connectionString }, quotas, 5))
    const content = { $edgeAgent: { 'properties.desired.modules.sightloop': { version: '1' } } }
    const layer = { id: 'kept', priority: 900, targetCondition: "tags.release = 'x'", labels: { site: 'plant-1' }, content }
    await deployments.put(layer)
    await deployments.put({ ...layer, targetCondition: "tags.site = 'plant-1'", priority: 901 })
    const other = { ...layer, content: { $edgeAgent: { 'properties.desired.modules.sightloop': { version: '2' } } } }
    await assert.rejects(deployments.put(other), { code: 'input-invalid' })
    const [first] = await deployments.list()
    assert.deepEqual([first?.id, first?.content, first?.labels], ['kept', content, { site: 'plant-1' }])
    await deployments.remove('kept')
    await deployments.remove('kept')
    assert.ok(!(await deployments.list()).some(({ id }) => id === 'kept'))
  })
})
