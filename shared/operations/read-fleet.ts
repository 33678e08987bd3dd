import type { DeviceCondition } from '../domain/device-condition.ts'
import type { DeviceHealth } from '../domain/device-health.ts'
import type { DeviceState } from '../domain/device-state.ts'
import { Fault } from '../domain/faults.ts'
import type { Device } from '../domain/fleet.ts'
import type { Id } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import type { Release } from '../domain/release.ts'
import type { Ports } from '../ports.ts'
import { inParallel } from './in-parallel.ts'
import { requireSite } from './visible-sites.ts'

type FleetPorts = Pick<Ports, 'devices' | 'deviceStates' | 'releases' | 'rollouts'>

const readsAtOnce = 16
/** Releases among which the one that a device runs is looked for. */
const mostReleases = 100

/** Every device of a site as it is now. Without IoT Hub the rest is still told: what the devices said lies in our own tables. */
export async function readFleet(
  ports: FleetPorts,
  person: Principal,
  site: Id,
): Promise<{ items: DeviceCondition[]; isHubThere: boolean }> {
  requireSite(person, site)
  const devices = (await ports.devices.list()).filter((device) => device.site === site)
  const [states, releases, rings, health] = await Promise.all([
    statesOf(ports, site),
    ports.releases.list({ sites: [site], limit: mostReleases }),
    ringsOf(ports, site),
    healthOf(ports, devices),
  ])
  const items = devices.map((device) =>
    conditionOf(device, states?.get(device.id), {
      health: health.get(device.id),
      ring: rings.get(device.id),
      releases: releases.items,
      isHubThere: states !== undefined,
    }),
  )
  return { items, isHubThere: states !== undefined }
}

async function statesOf({ deviceStates }: FleetPorts, site: Id): Promise<Map<Id, DeviceState> | undefined> {
  try {
    return new Map((await deviceStates.list(site)).map((state) => [state.device, state]))
  } catch (error) {
    if (error instanceof Fault && error.code === 'iot-hub-unavailable') return undefined
    throw error
  }
}

async function healthOf({ devices }: FleetPorts, all: readonly Device[]): Promise<Map<Id, DeviceHealth>> {
  const found = new Map<Id, DeviceHealth>()
  await inParallel(all, readsAtOnce, async ({ id }) => {
    const health = await devices.health(id)
    if (health !== undefined) found.set(id, health)
  })
  return found
}

async function ringsOf({ rollouts }: FleetPorts, site: Id): Promise<Map<Id, Id>> {
  const active = (await rollouts.active(site))?.value
  if (active === undefined) return new Map()
  return new Map(
    (await rollouts.devices(active.id)).flatMap(({ device, ring }) => {
      const name = active.rings[ring]?.name
      return name === undefined ? [] : [[device, name] as const]
    }),
  )
}

interface Known {
  readonly health: DeviceHealth | undefined
  readonly ring: Id | undefined
  readonly releases: readonly Release[]
  readonly isHubThere: boolean
}

function conditionOf(device: Device, state: DeviceState | undefined, { health, ring, releases, isHubThere }: Known): DeviceCondition {
  const { module } = state ?? {}
  const model = module?.model ?? health?.message.model
  const tag = state?.tags['ring']
  return {
    ...device,
    ...(isHubThere && { isConnected: state?.isConnected ?? false }),
    ring: ring ?? (typeof tag === 'string' ? tag : undefined),
    release: releaseOf(releases, state?.image, model?.digest)?.id,
    model,
    runtimeStatus: state?.runtimeStatus,
    restartCount: state?.restartCount,
    refused: module?.refused?.problem,
    settings: module?.settings === undefined ? { status: 'pending' } : { status: module.settings.status, problem: module.settings.problem },
    health: health && { receivedAt: health.receivedAt, clockSkewMs: health.clockSkewMs, message: health.message },
  }
}

/** The image says it best; a model that came alone is in the image of another release. */
function releaseOf(releases: readonly Release[], image: string | undefined, model: string | undefined): Release | undefined {
  const digest = image?.split('@')[1]
  const ofModel = releases.filter((release) => model !== undefined && release.model?.digest === model)
  const isImage = ({ index, images }: Release) => digest !== undefined && (digest === index || images.some((one) => one.digest === digest))
  return ofModel.find(isImage) ?? ofModel[0] ?? releases.find(isImage)
}
