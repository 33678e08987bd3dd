import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { laptopPeople } from '../../../local/sign-in/people.ts'
import type { DeviceState } from '../../../shared/domain/device-state.ts'
import { CameraSettings } from '../../../shared/domain/edge-settings.ts'
import { Fault } from '../../../shared/domain/faults.ts'
import type { HealthMessage } from '../../../shared/domain/messages.ts'
import { planDigest } from '../../../shared/domain/plan-digest.ts'
import { RolloutPolicy } from '../../../shared/domain/rollout.ts'
import type { Ports } from '../../../shared/ports.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { createVirtualClock } from '../../harness/virtual-clock.ts'
import { reviewApi } from './review-api.ts'

const site = 'plant-1'
const champion = { name: 'line-starter', version: '3', digest: 'a'.repeat(64) }
const candidate = { name: 'line-starter', version: '4', digest: 'b'.repeat(64) }
const picture = { contentType: 'image/jpeg' as const, jpegBase64: 'AAAA' }
const rule = { camera: 'gate', label: 'hand', severity: 'critical', confidence: 0.6 }

describe('devices over the API', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let call: ReturnType<typeof reviewApi>
  const clock = createVirtualClock()
  const start = clock.now().getTime()
  let states: () => Promise<readonly DeviceState[]>
  const reloads: unknown[] = []
  const accepted: unknown[] = []
  const forgotten: string[] = []

  before(async () => {
    azurite = await startAzurite()
    const deviceStates = { list: () => states() } as unknown as Ports['deviceStates']
    const deviceMethods: Ports['deviceMethods'] = {
      snapshot: async (device) => {
        if (device === 'edge-2') throw new Fault('device-offline')
        return picture
      },
      trySource: async () => picture,
      reload: async (...asked) => void reloads.push(asked),
      acceptPicture: async (...asked) => void accepted.push(asked),
    }
    const twins = { forget: async (id: string) => void forgotten.push(id) } as unknown as Ports['twins']
    ports = await createTestApp(azurite.connectionString, { clock: clock.now, deviceStates, deviceMethods, twins }, ['edge-1', 'edge-2'])
    await ports.rosters.saveSite({ id: site, name: 'Plant 1', timeZone: 'Europe/Berlin' })
    for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: [site] })
    for (const [id, device] of [
      ['gate', 'edge-1'],
      ['dock', 'edge-2'],
    ] as const)
      await ports.fleet.saveCamera({ id, site, device, name: id, settings: CameraSettings.parse({ source: 'file:line.mp4' }) })
    call = reviewApi(ports)
  })
  after(() => azurite.close())
  beforeEach(() => {
    states = async () => [stateOf('edge-1', true), stateOf('edge-2', false)]
  })

  const at = (seconds: number) => new Date(start + seconds * 1000).toISOString()

  /** Half a minute of a device between two of its messages. */
  async function tell(seconds: number, model: typeof champion, inferenceMs: number, frames: number) {
    const message: HealthMessage = {
      ...{ device: 'edge-1', bootId: `boot-${model.version}`, seq: seconds / 30, at: at(seconds), state: 'ok', uptimeSeconds: seconds },
      ...{ moduleVersion: '0.4.0', model, queueDepth: 1, evictedMessages: 0, diskUsedBytes: 1, diskQuotaBytes: 10 },
      cameras: [{ camera: 'gate', state: 'live', framesPerSecond: 10, inferenceMs, droppedFrames: 0 }],
      behaviour: {
        ...{ framesAnalysed: frames, detections: { hand: frames / 10 }, incidents: 0, inferenceMsTotal: frames * inferenceMs },
        ...{ memoryBytes: 2e8, isBusy: false },
      },
    }
    const health = { device: 'edge-1', receivedAt: at(seconds), message, clockSkewMs: 0 }
    await ports.healthHistory.add(health)
    await ports.devices.saveHealth(health)
  }

  test('a fleet is told in one call: connection, settings, model and health of each device', async () => {
    await tell(0, champion, 4, 0)
    const { body } = await call('GET', `sites/${site}/fleet`, { as: 'site-engineer' })
    assert.equal(body.isHubThere, true)
    const [one, two] = body.items
    assert.deepEqual([one.isConnected, one.settings, one.model, one.health.message.queueDepth], [true, { status: 'applied' }, champion, 1])
    assert.deepEqual([two.isConnected, two.settings, two.health], [false, { status: 'pending' }, undefined])
  })

  test('without IoT Hub the fleet is told all the same, and nobody is called not connected', async () => {
    states = () => Promise.reject(new Fault('iot-hub-unavailable'))
    const { status, body } = await call('GET', `sites/${site}/fleet`, { as: 'site-engineer' })
    assert.deepEqual([status, body.isHubThere, body.items[0].isConnected], [200, false, undefined])
    assert.deepEqual(body.items[0].model, champion)
  })

  test('a look at a camera is on the audit chain, once in ten minutes however often its picture comes', async () => {
    const views = async () => {
      const { entries } = await ports.audit.read({ site, from: 1, limit: 100 })
      return entries.filter(({ action }) => action === 'camera-viewed').map(({ subject, who }) => [subject, who])
    }
    const look = (as: 'site-engineer' | 'safety-auditor') => call('POST', `sites/${site}/cameras/gate/picture`, { as, body: {} })
    assert.deepEqual((await look('site-engineer')).body, picture)
    await look('site-engineer')
    assert.equal((await views()).length, 1)
    await look('safety-auditor')
    assert.equal((await views()).length, 2)
    clock.advance(10 * 60_000)
    await look('site-engineer')
    assert.equal((await views()).length, 3)
    clock.set(at(0))
  })

  test('a device that is away is a fault of its own, and a camera of nowhere is not found', async () => {
    const away = await call('POST', `sites/${site}/cameras/dock/picture`, { as: 'site-engineer', body: {} })
    assert.deepEqual([away.status, away.body.code], [409, 'device-offline'])
    assert.equal((await call('POST', `sites/${site}/cameras/attic/picture`, { as: 'site-engineer', body: {} })).status, 404)
    assert.equal((await call('POST', 'sites/plant-2/cameras/gate/picture', { as: 'site-engineer', body: {} })).status, 404)
  })

  test('a source is tried by an IoT engineer alone, and nothing is opened that is no source', async () => {
    const attempt = (source: string) => call('POST', 'devices/edge-1/picture', { as: 'iot-engineer', body: { source } })
    assert.deepEqual((await attempt('rtsp://camera.example.com/1')).body, picture)
    assert.equal((await attempt('http://169.254.169.254/')).status, 400)
    const { entries } = await ports.audit.read({ site, from: 1, limit: 100 })
    assert.deepEqual(entries.findLast(({ action }) => action === 'source-tried')?.detail, { source: 'rtsp://camera.example.com/1' })
  })

  test('an IoT engineer says that a camera shows what it should, and it is on record', async () => {
    const say = (camera: string, as: 'iot-engineer' | 'site-engineer') =>
      call('POST', `sites/${site}/cameras/${camera}/usual-picture`, { as })
    assert.equal((await say('gate', 'iot-engineer')).status, 204)
    assert.deepEqual(accepted, [['edge-1', 'gate']])
    assert.equal((await say('attic', 'iot-engineer')).status, 404)
    assert.equal((await say('gate', 'site-engineer')).status, 403)
    const { entries } = await ports.audit.read({ site, from: 1, limit: 100 })
    assert.deepEqual(
      entries.filter(({ action }) => action === 'camera-picture-accepted').map(({ subject }) => subject),
      ['camera/gate'],
    )
  })

  test('a device is reloaded, and it is on record', async () => {
    assert.equal((await call('POST', 'devices/edge-1/reload', { as: 'iot-engineer', body: { camera: 'gate' } })).status, 204)
    assert.deepEqual(reloads, [['edge-1', 'gate']])
    assert.equal((await call('POST', 'devices/edge-9/reload', { as: 'iot-engineer', body: {} })).status, 404)
    const { entries } = await ports.audit.read({ site, from: 1, limit: 100 })
    assert.ok(entries.some(({ action, subject }) => action === 'device-reloaded' && subject === 'device/edge-1'))
  })

  test('a rule is tried on what its camera saw in the last minutes, by the engine of the device', async () => {
    const box = { left: 0.4, top: 0.4, width: 0.1, height: 0.1 }
    const frames = Array.from({ length: 60 }, (_, index) => ({
      ...{ at: at(-60 + index / 10), ptsMs: index * 100, width: 640, height: 360, inferenceMs: 4 },
      detections: index < 30 ? [{ label: 'hand', confidence: index < 5 ? 0.5 : 0.9, box }] : [],
    }))
    const message = { device: 'edge-1', bootId: 'boot', seq: 7, at: at(-60), camera: 'gate', model: champion, frames }
    await ports.inferences.save({ site, isLate: false, time: at(-60), message })
    const preview = async (more: object) =>
      (await call('POST', `sites/${site}/rules/preview`, { as: 'iot-engineer', body: { rule: { ...rule, ...more } } })).body
    const whole = await preview({})
    assert.deepEqual([whole.frames, whole.incidents.length, whole.detections.length], [60, 1, 30])
    assert.equal(whole.incidents[0].startedAt, at(-59.5))
    assert.deepEqual(
      ['begins', 'holds'].map((fate) => whole.detections.filter((one: { fate: string }) => one.fate === fate).length),
      [25, 5],
    )
    assert.equal((await preview({ dwellSeconds: 10 })).incidents.length, 0)
    const corner = [
      [0.8, 0.8],
      [1, 0.8],
      [1, 1],
    ]
    const elsewhere = await preview({ zone: corner })
    assert.deepEqual(
      [elsewhere.incidents.length, new Set(elsewhere.detections.map((one: { fate: string }) => one.fate))],
      [0, new Set(['outside'])],
    )
  })

  test('health over time is asked for in order and for a week at most', async () => {
    const ask = (from: string, to: string) => call('GET', 'devices/edge-1/health', { as: 'safety-auditor', query: { from, to } })
    const { body } = await ask(at(-60), at(60))
    assert.deepEqual([body.items.length, body.items[0].framesPerSecond, body.items[0].memoryBytes], [1, 10, 2e8])
    assert.equal((await ask(at(60), at(-60))).status, 400)
    assert.equal((await ask(at(-8 * 86_400), at(0))).status, 400)
  })

  test('a rollout shows each device beside itself with what it had before', async () => {
    for (let seconds = 30; seconds <= 300; seconds += 30) await tell(seconds, champion, 4, seconds * 10)
    for (let seconds = 330; seconds <= 600; seconds += 30) await tell(seconds, candidate, 12, (seconds - 330) * 10)
    clock.set(at(601))
    const policy = RolloutPolicy.parse({ rings: [{ name: 'all', share: 1 }] })
    const id = 'rel-0000000000000004-1'
    await ports.rollouts.save(
      {
        ...{
          id,
          site,
          release: 'rel-0000000000000004',
          model: candidate,
          policy,
          policySha256: planDigest(policy),
          state: 'running',
          ring: 0,
        },
        rings: [{ name: 'all', devices: 2, startedAt: at(305), well: 1, failed: 0, away: 1 }],
        ...{ startedAt: at(305), startedBy: 'somebody' },
      },
      undefined,
    )
    await ports.rollouts.saveDevices(id, [
      { device: 'edge-1', ring: 0, state: 'well', targetedAt: at(305), takenAt: at(320) },
      { device: 'edge-2', ring: 0, state: 'away', targetedAt: at(305) },
    ])
    const { body } = await call('GET', `rollouts/${id}/figures`, { as: 'site-engineer' })
    assert.equal(body.items.length, 1)
    const [{ device, outcome, reason, ...figures }] = body.items
    assert.deepEqual(
      [device, figures.champion.inferenceMs, figures.candidate.inferenceMs, figures.champion.framesPerSecond],
      ['edge-1', 4, 12, 10],
    )
    assert.deepEqual([outcome, reason], ['different', 'An inference takes 12.0 ms instead of 4.0 ms.'])
  })

  test('a device goes with a reason, by an IoT engineer, once no camera hangs on it', async () => {
    const remove = (as: 'iot-engineer' | 'site-engineer', body: object = { reason: 'Burnt out.' }) =>
      call('POST', `sites/${site}/devices/edge-2/removal`, { as, body })
    assert.equal((await remove('site-engineer')).status, 403)
    assert.equal((await remove('iot-engineer', {})).status, 400)
    const refused = await remove('iot-engineer')
    assert.deepEqual([refused.status, refused.body.code], [409, 'device-in-use'])
    assert.match(refused.body.detail, /dock/)
    assert.deepEqual(forgotten, [])

    await ports.fleet.removeCamera(site, 'dock')
    assert.equal((await remove('iot-engineer')).status, 204)
    assert.deepEqual(forgotten, ['edge-2'])
    assert.equal(await ports.devices.find('edge-2'), undefined)
    const { action, subject, detail } = (await ports.audit.newest(site))!
    assert.deepEqual([action, subject, detail['reason']], ['device-removed', 'device/edge-2', 'Burnt out.'])
    assert.equal((await remove('iot-engineer')).status, 404)
  })
})

function stateOf(device: string, isConnected: boolean): DeviceState {
  const settings = isConnected ? { status: 'applied' as const } : undefined
  return {
    ...{ device, isConnected, tags: {}, image: undefined, runtimeStatus: undefined, restartCount: undefined, lastDesired: undefined },
    ...{ desiredImage: undefined, desiredModel: undefined, architecture: 'amd64' },
    module: { model: undefined, refused: undefined, isBusy: false, bootId: 'boot', settings },
  }
}
