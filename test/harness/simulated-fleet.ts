import { readFileSync } from 'node:fs'
import type { RunningIotHub } from '../../local/iot-hub/start.ts'
import { edgeModule } from '../../shared/domain/fleet.ts'
import type { ReceivedEvent } from '../../shared/domain/received-event.ts'
import { openRegistry } from '../local/iot-hub/clients.ts'
import { createSimulatedDevice, type SimulatedDevice } from './fleet/simulated-device.ts'
import type { SimulatedPackage } from './fleet/simulated-module.ts'
import { eventOf } from './sample-messages.ts'
import type { VirtualClock } from './virtual-clock.ts'

export type { Behaviour } from './fleet/behaviour.ts'
export type { SimulatedPackage } from './fleet/simulated-module.ts'

export interface FleetOptions {
  readonly hub: RunningIotHub
  readonly clock: VirtualClock
  /** Devices `edge-001` to `edge-100` of site `plant-1`, unless said otherwise. */
  readonly count?: number
  readonly site?: string
  readonly architecture?: string
  /** What is in the images that deployments name: by `sha256:…`; for a model that travels alone by a digest that the twin's `model` names. */
  readonly packages: ReadonlyMap<string, SimulatedPackage>
  /** Devices that answer 500 to an image; they keep what they have. */
  readonly refuses?: (device: string, image: string) => boolean
  readonly healthSeconds?: number
  /** Takes each device's health messages of one moment; without it they go through the hub. */
  readonly deliver?: (events: readonly ReceivedEvent[]) => Promise<void>
}

export interface SimulatedFleet {
  readonly devices: readonly SimulatedDevice[]
  /** Resolves when every connected device has taken, and reported, what deployments, tags and twins of this moment make of it. */
  settle(): Promise<void>
  /** Moves the clock; crashes, restarts and health messages come at their time, in steps of ten seconds. */
  advance(seconds: number): Promise<void>
  disconnect(ids: readonly string[]): Promise<void>
  connect(ids: readonly string[]): Promise<void>
  close(): Promise<void>
}

const stepSeconds = 10

/**
 * A plant full of devices on the local IoT Hub: each connects `$edgeAgent` and its module by the real device SDK, follows its
 * deployment, reports as IoT Edge does, and behaves as the model in its image would. Only time is not real.
 *
 * ```ts
 * const fleet = await startFleet({ hub, clock, packages: new Map([['sha256:…', { model, behaviour: 'good' }]]), deliver: ingest })
 * await deployments.put(…)      // or set a tag
 * await fleet.settle()          // the devices have it
 * await fleet.advance(600)      // ten minutes of it
 * ```
 */
export async function startFleet(options: FleetOptions): Promise<SimulatedFleet> {
  const { hub, clock, packages, count = 100, site = 'plant-1', healthSeconds = 30, deliver } = options
  const registry = openRegistry(hub)
  const authority = readFileSync(hub.certificateFile, 'utf8')
  const devices = await Promise.all(
    Array.from({ length: count }, async (_, number) => {
      const id = `edge-${String(number + 1).padStart(3, '0')}`
      const access = await hub.ensureDevice(id, { edge: true, modules: ['$edgeAgent', edgeModule], tags: { site } })
      return createSimulatedDevice({
        ...{ id, number, authority, architecture: options.architecture ?? 'x86_64' },
        ...{ agent: access.modules['$edgeAgent'] ?? '', module: access.modules[edgeModule] ?? '' },
        packageOf: (digest) => packages.get(digest),
        refuses: (image) => options.refuses?.(id, image) ?? false,
        now: () => clock.now().getTime(),
      })
    }),
  )
  let untilHealth = healthSeconds

  const settle = async () => {
    await hub.deploymentsSettled()
    const agents = await versionsOf('$edgeAgent')
    const modules = await versionsOf(edgeModule)
    await Promise.all(devices.map((one) => one.caughtUp({ agent: agents.get(one.id) ?? 0, module: modules.get(one.id) ?? 0 })))
  }
  const versionsOf = async (module: string): Promise<Map<string, number>> => {
    const query = registry.createQuery(`SELECT * FROM devices.modules WHERE moduleId = '${module}'`, 1000)
    const versions = new Map<string, number>()
    while (query.hasMoreResults) {
      const { result } = await query.nextAsTwin()
      for (const { deviceId, properties } of result) versions.set(deviceId, Number(properties.desired.$version))
    }
    return versions
  }
  const sendHealth = async () => {
    const messages = devices.flatMap((one) => {
      const health = one.module.health(clock.now().getTime())
      return health === undefined || !one.isOnline ? [] : [{ one, health }]
    })
    if (deliver === undefined) await Promise.all(messages.map(({ one, health }) => one.send(health)))
    else await deliver(messages.map(({ health }) => eventOf(health, { enqueuedAt: health.at })))
  }
  const some = (ids: readonly string[]) => devices.filter(({ id }) => ids.includes(id))

  const fleet: SimulatedFleet = {
    devices,
    settle,
    async advance(seconds) {
      for (let left = seconds; left > 0; left -= stepSeconds) {
        const step = Math.min(left, stepSeconds)
        clock.advance(step * 1000)
        for (const one of devices) one.tick()
        await Promise.all(devices.map((one) => one.caughtUp({ agent: 0, module: 0 })))
        untilHealth -= step
        if (untilHealth > 0) continue
        untilHealth += healthSeconds
        await sendHealth()
      }
    },
    disconnect: async (ids) => void (await Promise.all(some(ids).map((one) => one.disconnect()))),
    connect: async (ids) => {
      await Promise.all(some(ids).map((one) => one.connect()))
      await settle()
    },
    close: async () => void (await Promise.all(devices.map((one) => one.disconnect()))),
  }
  await fleet.connect(devices.map(({ id }) => id))
  return fleet
}
