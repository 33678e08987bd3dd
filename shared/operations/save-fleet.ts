import { ZodError } from 'zod'
import { Fault } from '../domain/faults.ts'
import { type Camera, type Device, edgeSettingsOf, type SiteRule } from '../domain/fleet.ts'
import type { Id } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { pushDeviceSettings } from './push-device-settings.ts'
import { requireSite } from './visible-sites.ts'

type FleetPorts = Pick<Ports, 'devices' | 'fleet' | 'twins' | 'rosters' | 'audit' | 'clock'>

/** Adds a device or renames it. A device never changes its site: what it saw belongs to the site where it saw it. */
export async function saveDevice(ports: FleetPorts, person: Principal, device: Device): Promise<Device> {
  requireSite(person, device.site)
  if ((await ports.rosters.find(device.site)) === undefined) throw new Fault('not-found', `There is no site ${device.site}.`)
  const present = await ports.devices.find(device.id)
  if (present !== undefined && present.site !== device.site) throw new Fault('not-found')
  await ports.twins.register(device)
  await ports.devices.save(device)
  await record(ports, person, device.site, 'device-saved', `device/${device.id}`)
  return device
}

/** Adds or changes a camera, and tells its device. */
export async function saveCamera(ports: FleetPorts, person: Principal, camera: Camera): Promise<Camera> {
  requireSite(person, camera.site)
  const device = await ports.devices.find(camera.device)
  if (device?.site !== camera.site) throw new Fault('not-found', `There is no device ${camera.device} at ${camera.site}.`)
  const cameras = await ports.fleet.cameras(camera.site)
  const before = cameras.find(({ id }) => id === camera.id)
  const rules = await ports.fleet.rules(camera.site)
  checkSettings(camera.device, [...cameras.filter(({ id }) => id !== camera.id), camera], rules)

  await ports.fleet.saveCamera(camera)
  await ports.rosters.saveCameraName(camera.site, camera.id, camera.name)
  await pushDeviceSettings(ports, camera.site, camera.device)
  // The device that had it before must let go of it.
  if (before !== undefined && before.device !== camera.device) await pushDeviceSettings(ports, camera.site, before.device)
  await record(ports, person, camera.site, 'camera-saved', `camera/${camera.id}`)
  return camera
}

export async function removeCamera(ports: FleetPorts, person: Principal, site: Id, id: Id): Promise<void> {
  requireSite(person, site)
  const camera = (await ports.fleet.cameras(site)).find((one) => one.id === id)
  if (camera === undefined) throw new Fault('not-found')
  await ports.fleet.removeCamera(site, id)
  await pushDeviceSettings(ports, site, camera.device)
  await record(ports, person, site, 'camera-removed', `camera/${id}`)
}

/** Adds or changes a rule, and tells the device of its camera. */
export async function saveRule(ports: FleetPorts, person: Principal, rule: SiteRule): Promise<SiteRule> {
  requireSite(person, rule.site)
  const cameras = await ports.fleet.cameras(rule.site)
  const camera = cameras.find(({ id }) => id === rule.rule.camera)
  if (camera === undefined) throw new Fault('not-found', `There is no camera ${rule.rule.camera} at ${rule.site}.`)
  const rules = await ports.fleet.rules(rule.site)
  checkSettings(camera.device, cameras, [...rules.filter(({ id }) => id !== rule.id), rule])

  const before = rules.find(({ id }) => id === rule.id)
  await ports.fleet.saveRule(rule)
  await pushDeviceSettings(ports, rule.site, camera.device)
  const formerDevice = cameras.find(({ id }) => id === before?.rule.camera)?.device
  if (formerDevice !== undefined && formerDevice !== camera.device) await pushDeviceSettings(ports, rule.site, formerDevice)
  await record(ports, person, rule.site, 'rule-saved', `rule/${rule.id}`)
  return rule
}

export async function removeRule(ports: FleetPorts, person: Principal, site: Id, id: Id): Promise<void> {
  requireSite(person, site)
  const rule = (await ports.fleet.rules(site)).find((one) => one.id === id)
  if (rule === undefined) throw new Fault('not-found')
  await ports.fleet.removeRule(site, id)
  const camera = (await ports.fleet.cameras(site)).find((one) => one.id === rule.rule.camera)
  if (camera !== undefined) await pushDeviceSettings(ports, site, camera.device)
  await record(ports, person, site, 'rule-removed', `rule/${id}`)
}

/** Twins hold 32 KB; what does not fit is refused before anything is stored. Source: IoT Hub limits. */
const maxTwinBytes = 32 * 1024

function checkSettings(device: Id, cameras: readonly Camera[], rules: readonly SiteRule[]): void {
  try {
    const bytes = Buffer.byteLength(JSON.stringify(edgeSettingsOf(device, cameras, rules)))
    if (bytes > maxTwinBytes)
      throw new Fault('input-invalid', `Device ${device} would have ${bytes} bytes of settings; a twin holds ${maxTwinBytes}.`)
  } catch (error) {
    if (!(error instanceof ZodError)) throw error
    throw new Fault('input-invalid', error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '), { cause: error })
  }
}

async function record({ audit, clock }: FleetPorts, person: Principal, site: Id, action: string, subject: string): Promise<void> {
  await audit.append(site, { at: clock().toISOString(), who: person.id, action, subject, detail: {} })
}
