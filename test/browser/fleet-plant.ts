import { readFileSync } from 'node:fs'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import iotDevice from 'azure-iot-device'
import { Mqtt } from 'azure-iot-device-mqtt'
import sharp from 'sharp'
import type { CameraPipeline } from '../../edge/camera-events.ts'
import { createDirectMethods } from '../../edge/direct-methods.ts'
import { openSession, type Session } from '../../edge/hub/open-session.ts'
import { judgeSettings } from '../../edge/settings/judge-settings.ts'
import { startAzurite } from '../../local/azurite/start.ts'
import { startIotHub } from '../../local/iot-hub/start.ts'
import { laptopPeople } from '../../local/sign-in/people.ts'
import { createIotHubDeviceMethods } from '../../shared/adapters/iot-hub-device-methods.ts'
import { createIotHubDeviceStates } from '../../shared/adapters/iot-hub-device-states.ts'
import { createIotHubDeviceTwins } from '../../shared/adapters/iot-hub-device-twins.ts'
import { createIotHubRegistry } from '../../shared/adapters/iot-hub-registry.ts'
import { systemClock } from '../../shared/domain/clock.ts'
import { CameraSettings } from '../../shared/domain/edge-settings.ts'
import { Fault } from '../../shared/domain/faults.ts'
import { edgeModule } from '../../shared/domain/fleet.ts'
import type { HealthMessage } from '../../shared/domain/messages.ts'
import type { Ports } from '../../shared/ports.ts'
import { createTestApp } from '../harness/test-app.ts'
import { openService } from '../local/iot-hub/clients.ts'

export const site = 'plant-1'
export const model = { name: 'line-starter', version: '3', digest: 'a'.repeat(64) }

export interface FleetPlant {
  readonly ports: Ports
  /** Of its storage. */
  readonly connectionString: string
  /** What the device was told to take as usual. */
  readonly accepted: readonly string[]
  /** How often a device was asked for a picture of a camera. */
  readonly asked: ReadonlyMap<string, number>
  close(): Promise<void>
}

/**
 * A plant on the local hub: `edge-1` is there and answers by the module's own methods, `edge-2` was heard of an hour ago. Each
 * has one camera, `gate` and `dock`. Only what the cameras see is drawn.
 */
export async function startFleetPlant(overrides: Partial<Ports> = {}): Promise<FleetPlant> {
  const [azurite, hub] = await Promise.all([startAzurite(), startIotHub()])
  const authority = readFileSync(hub.certificateFile, 'utf8')
  setDefaultCACertificates([...getCACertificates(), authority])
  const settings = { connectionString: hub.serviceConnectionString }
  const registry = createIotHubRegistry(settings)
  const asked = new Map<string, number>()
  const accepted: string[] = []
  const ports = await createTestApp(
    azurite.connectionString,
    {
      twins: createIotHubDeviceTwins(registry),
      deviceStates: createIotHubDeviceStates(registry),
      deviceMethods: createIotHubDeviceMethods(settings, systemClock),
      ...overrides,
    },
    [],
  )
  await ports.rosters.saveSite({ id: site, name: 'Plant 1', timeZone: 'Europe/Berlin' })
  for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: [site] })
  for (const [id, name, camera, title] of [
    ['edge-1', 'Line 1', 'gate', 'Gate'],
    ['edge-2', 'Line 2', 'dock', 'Loading dock'],
  ] as const) {
    const device = { id, site, name }
    await ports.twins.register(device)
    await ports.devices.save(device)
    const settings = CameraSettings.parse({ source: `rtsp://camera.example.com/${camera}` })
    await ports.fleet.saveCamera({ id: camera, site, device: id, name: title, settings })
  }
  const access = await hub.ensureDevice('edge-1', { edge: true, modules: [edgeModule] })
  const session = await connectModule(access.modules[edgeModule] ?? '', authority, asked, accepted)
  // Its subscription is under way still: this call waits for it.
  const waiting = { methodName: 'reload', payload: {}, connectTimeoutInSeconds: 10 }
  await openService(hub).invokeDeviceMethod('edge-1', edgeModule, waiting)
  const nowMs = systemClock().getTime()
  await tell(ports, 'edge-1', 'gate', nowMs)
  await tell(ports, 'edge-2', 'dock', nowMs - 3_600_000)
  return {
    ports,
    connectionString: azurite.connectionString,
    accepted,
    asked,
    close: async () => {
      await session.close()
      await Promise.all([hub.close(), azurite.close()])
    },
  }
}

async function connectModule(connectionString: string, ca: string, asked: Map<string, number>, accepted: string[]): Promise<Session> {
  const pipeline = (camera: string): CameraPipeline => ({
    camera,
    health: () => ({ camera, state: 'live', framesPerSecond: 10, inferenceMs: 4, droppedFrames: 0 }),
    snapshot: async () => {
      asked.set(camera, (asked.get(camera) ?? 0) + 1)
      const box = { left: 0.4, top: 0.45, width: 0.12, height: 0.2 }
      return { jpeg: await scene(), at: systemClock().toISOString(), detections: [{ label: 'hand', confidence: 0.91, box }] }
    },
    takeStatistics: () => undefined,
    acceptPicture: () => void accepted.push(camera),
    close: async () => {},
  })
  const running = new Map(['gate', 'door'].map((camera) => [camera, pipeline(camera)]))
  const methods = createDirectMethods({
    cameras: { running, apply: async () => {}, restart: async () => {}, close: async () => {} },
    health: () => {
      throw new Error('nobody asks for it here')
    },
    reloadModel: async () => {},
    trySource: async ({ source }) => {
      if (source.includes('nowhere')) throw new Fault('video-lost', 'Connection refused.')
      return scene()
    },
  })
  // The first word of the hub may come before the session is there to answer it.
  const opened = Promise.withResolvers<Session>()
  const onDesired = (desired: Readonly<Record<string, unknown>>) => {
    const { report } = judgeSettings(desired, 'generation-1', undefined)
    if (report !== undefined) void opened.promise.then((session) => session.report({ settings: report }))
  }
  const connect = async () => {
    const client = iotDevice.ModuleClient.fromConnectionString(connectionString, Mqtt)
    await client.setOptions({ ca })
    return client
  }
  const session = await openSession({ connect, methods, onDesired })
  await session.report({ model })
  opened.resolve(session)
  return session
}

/** What `edge-1` said in the last twenty minutes before a moment, and of its newest word the health. */
async function tell(ports: Ports, device: string, camera: string, nowMs: number): Promise<void> {
  for (let minutes = 20; minutes >= 0; minutes--) {
    const at = new Date(nowMs - minutes * 60_000).toISOString()
    const message: HealthMessage = {
      ...{
        device,
        bootId: 'boot-1',
        seq: 20 - minutes,
        at,
        state: 'ok',
        uptimeSeconds: 7200 - minutes * 60,
        moduleVersion: '0.4.0',
        model,
      },
      cameras: [{ camera, state: 'live', framesPerSecond: minutes === 7 ? 3.5 : 9.8, inferenceMs: 4.1, droppedFrames: 0, lastFrameAt: at }],
      ...{ queueDepth: minutes === 7 ? 120 : 2, evictedMessages: 0, diskUsedBytes: 3.1e9, diskQuotaBytes: 8e9 },
    }
    const health = { device, receivedAt: at, message, clockSkewMs: 40 }
    await ports.healthHistory.add(health)
    if (minutes === 0) await ports.devices.saveHealth(health)
  }
}

async function scene(): Promise<Buffer> {
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="540">
    <rect width="100%" height="100%" fill="#5b6673"/><rect y="62%" width="100%" height="38%" fill="#8c7355"/>
    <rect x="8%" y="14%" width="20%" height="48%" fill="#39424d"/><rect x="40%" y="45%" width="12%" height="20%" rx="24" fill="#e0b394"/>
    <rect x="66%" y="40%" width="7%" height="26%" rx="8" fill="#4aa3a0"/><rect x="78%" y="40%" width="7%" height="26%" rx="8" fill="#4aa3a0"/></svg>`
  return sharp(Buffer.from(drawn)).jpeg().toBuffer()
}
