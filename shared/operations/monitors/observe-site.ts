import { capped } from '../../domain/camera-cap.ts'
import { messagesPerSecondOfASite } from '../../domain/choose-hub.ts'
import type { DeviceHealth } from '../../domain/device-health.ts'
import { edgeSettingsOf } from '../../domain/fleet.ts'
import type { Id } from '../../domain/ids.ts'
import type { Observation } from '../../domain/judge-monitors.ts'
import { monitors } from '../../domain/monitor-defaults.ts'
import type { MonitorPolicy } from '../../domain/monitor-policy.ts'
import { isOver } from '../../domain/run-state.ts'
import { quarterOf, sumOf } from '../../domain/tally.ts'
import type { Ports } from '../../ports.ts'
import { inParallel } from '../in-parallel.ts'
import { type Looks, lookAll } from './look-all.ts'
import { observeRollout } from './observe-rollout.ts'

export type ObserveSitePorts = Pick<Ports, 'devices' | 'fleet' | 'tallies' | 'nights' | 'runs' | 'releases' | 'rollouts' | 'clock'>

const minuteMs = 60_000
const readsAtOnce = 16
/** What a device said longer ago does not say how it is now. */
const freshMs = 5 * minuteMs
/** IoT Hub's limit for the desired properties of a module. */
const twinBytes = 32 * 1024
const quarterSeconds = 900

/** How a plant's devices are doing, and what is under way there. */
export async function observeSite(ports: ObserveSitePorts, site: Id, policy: MonitorPolicy): Promise<Looks> {
  const devices = healthOf(ports, site)
  // Several looks wait for it; who looks first must not be the only one to see it fail.
  devices.catch(() => {})
  const looks = await lookAll({
    'device-silent': async () => silentDevices(await devices, ports.clock()),
    'fleet-silent': async () => silentFleet(await devices, site, ports.clock()),
    'device-disk': async () => (await devices).map((device) => diskOf(device, ports.clock())),
    'device-backlog': async () => (await devices).map((device) => backlogOf(device, ports.clock())),
    'twin-size': () => twinSizes(ports, site),
    'site-load': async () => siteLoad(ports, site, await devices),
    'night-stuck': () => standingNight(ports, site),
    'run-stuck': () => standingRuns(ports, site),
    'release-stuck': () => standingReleases(ports, site),
    'rollout-stuck': () => observeRollout(ports, site),
  })
  return withoutStorm(looks, policy)
}

interface SeenDevice {
  readonly id: Id
  readonly health: DeviceHealth | undefined
}

async function healthOf({ devices }: ObserveSitePorts, site: Id): Promise<readonly SeenDevice[]> {
  const own = (await devices.list()).filter((device) => device.site === site)
  const found = new Map<Id, DeviceHealth | undefined>()
  await inParallel(own, readsAtOnce, async ({ id }) => void found.set(id, await devices.health(id)))
  return own.map(({ id }) => ({ id, health: found.get(id) }))
}

const silentMs = ({ health }: SeenDevice, now: Date) => (health === undefined ? undefined : now.getTime() - Date.parse(health.receivedAt))

function silentDevices(devices: readonly SeenDevice[], now: Date): Observation[] {
  return devices.map((device): Observation => {
    const place = { kind: 'device-silent', subject: `device/${device.id}`, link: `/fleet/devices/${device.id}` } as const
    const ms = silentMs(device, now)
    // Since it was seen to be there; one that was never heard of has no other beginning.
    if (ms === undefined) return { ...place, value: undefined, mark: 'never', summary: `Device ${device.id} has never said anything.` }
    const minutes = ms / minuteMs
    return { ...place, value: minutes, summary: `Device ${device.id} has said nothing for ${Math.round(minutes)} minutes.` }
  })
}

function silentFleet(devices: readonly SeenDevice[], site: Id, now: Date): Observation[] {
  // Of those that were ever heard of: what is still being mounted is not silent.
  const known = devices.filter(({ health }) => health !== undefined)
  const silent = known.filter((device) => (silentMs(device, now) ?? 0) >= freshMs).length
  const value = known.length < 2 ? 0 : silent / known.length
  const summary = `${silent} of ${known.length} devices of ${site} say nothing.`
  return [{ kind: 'fleet-silent', subject: `site/${site}`, value, summary, link: '/fleet', sampleSize: known.length }]
}

/** When half a plant is silent, that is one thing to know and not fifty. */
function withoutStorm(looks: Looks, policy: MonitorPolicy): Looks {
  const { above, enabled } = policy.monitors['fleet-silent'] ?? monitors['fleet-silent'].defaults
  const fleet = looks.observations.find(({ kind }) => kind === 'fleet-silent')
  const isStorm = enabled && (fleet?.value ?? 0) >= above && (fleet?.sampleSize ?? 0) > 3
  if (!isStorm) return looks
  return {
    ...looks,
    observations: looks.observations.filter(({ kind }) => kind !== 'device-silent'),
    looked: looks.looked.filter((kind) => kind !== 'device-silent'),
  }
}

function diskOf(device: SeenDevice, now: Date): Observation {
  const { diskUsedBytes = 0, diskQuotaBytes = 0 } = device.health?.message ?? {}
  const isFresh = (silentMs(device, now) ?? Number.POSITIVE_INFINITY) < freshMs
  const value = isFresh ? (diskQuotaBytes > 0 ? diskUsedBytes / diskQuotaBytes : 0) : undefined
  const summary = `What device ${device.id} keeps fills ${Math.round((value ?? 0) * 100)} % of its disk quota.`
  return { kind: 'device-disk', subject: `device/${device.id}`, value, summary, link: `/fleet/devices/${device.id}` }
}

function backlogOf(device: SeenDevice, now: Date): Observation {
  const isFresh = (silentMs(device, now) ?? Number.POSITIVE_INFINITY) < freshMs
  const value = isFresh ? (device.health?.message.queueDepth ?? 0) : undefined
  const summary = `${value ?? 0} messages of device ${device.id} wait to be sent.`
  return { kind: 'device-backlog', subject: `device/${device.id}`, value, summary, link: `/fleet/devices/${device.id}` }
}

async function twinSizes({ devices, fleet }: ObserveSitePorts, site: Id): Promise<Observation[]> {
  const [all, cameras, rules, caps] = await Promise.all([devices.list(), fleet.cameras(site), fleet.rules(site), fleet.caps(site)])
  const limited = cameras.map((camera) => capped(camera, caps))
  return all
    .filter((device) => device.site === site)
    .map(({ id }): Observation => {
      const bytes = Buffer.byteLength(JSON.stringify(edgeSettingsOf(id, limited, rules)))
      const summary = `The settings of device ${id} have ${bytes} of ${twinBytes} bytes.`
      return { kind: 'twin-size', subject: `device/${id}`, value: bytes / twinBytes, summary, link: `/fleet/devices/${id}` }
    })
}

/** Of the last full quarter of an hour. */
async function siteLoad({ tallies, clock }: ObserveSitePorts, site: Id, devices: readonly SeenDevice[]): Promise<Observation[]> {
  const from = quarterOf(new Date(clock().getTime() - quarterSeconds * 1000))
  const counts = sumOf(
    (await tallies.since(from)).filter((tally) => tally.from === from),
    'devices',
  )
  const messages = devices.reduce((sum, { id }) => sum + (counts.get(id)?.['messages'] ?? 0), 0)
  const perSecond = messages / quarterSeconds
  const sites = Math.max(1, Math.ceil(perSecond / (messagesPerSecondOfASite * 0.7)))
  const hint = `${perSecond.toFixed(1)} messages a second: describe the plant as ${sites} site(s), or raise telemetry.batchSeconds.`
  const summary = `${site} sends ${perSecond.toFixed(1)} messages a second; its partitions get slow at ${messagesPerSecondOfASite}.`
  const value = perSecond / messagesPerSecondOfASite
  return [{ kind: 'site-load', subject: `site/${site}`, value, summary, link: '/fleet', sampleSize: messages, hint }]
}

async function standingNight({ nights }: ObserveSitePorts, site: Id): Promise<Observation[]> {
  const { items } = await nights.list({ sites: [site], limit: 5 })
  return items
    .filter(({ state }) => state === 'running')
    .map(({ id, progress }) => ({
      ...{ kind: 'night-stuck', subject: `night/${id}`, value: undefined, mark: JSON.stringify(progress) },
      ...{ summary: `Night ${id} does not get on.`, link: `/nights/${id}` },
    }))
}

async function standingRuns({ runs }: ObserveSitePorts, site: Id): Promise<Observation[]> {
  const { items } = await runs.list({ sites: [site], limit: 20 })
  return items
    .filter((run) => !isOver(run))
    .map(({ id, number, state, progress, movedAt = '' }) => ({
      ...{ kind: 'run-stuck', subject: `run/${id}`, value: undefined, mark: JSON.stringify([state, progress, movedAt]) },
      ...{ summary: `Training run ${number} does not get on.`, link: `/runs/${id}` },
    }))
}

async function standingReleases({ releases }: ObserveSitePorts, site: Id): Promise<Observation[]> {
  const { items } = await releases.list({ sites: [site], limit: 20 })
  return items
    .filter(({ state }) => state === 'waiting' || state === 'building' || state === 'signing')
    .map((release) => ({
      ...{ kind: 'release-stuck', subject: `release/${release.id}`, value: undefined, mark: JSON.stringify(release) },
      ...{ summary: `Release ${release.id} does not get on.`, link: `/releases/${release.id}` },
    }))
}
