import type { DeviceHealth } from '../domain/device-health.ts'
import type { EdgeSettings } from '../domain/edge-settings.ts'
import type { Camera, Device, SiteRule } from '../domain/fleet.ts'
import type { Id } from '../domain/ids.ts'

export interface DeviceStore {
  find(device: Id): Promise<Device | undefined>
  save(device: Device): Promise<void>
  list(): Promise<readonly Device[]>
  /** An older message than the stored one changes nothing. */
  saveHealth(health: DeviceHealth): Promise<void>
  health(device: Id): Promise<DeviceHealth | undefined>
}

/** Cameras and rules, as people set them; the device gets them through its twin. */
export interface FleetStore {
  cameras(site: Id): Promise<readonly Camera[]>
  saveCamera(camera: Camera): Promise<void>
  removeCamera(site: Id, camera: Id): Promise<void>
  rules(site: Id): Promise<readonly SiteRule[]>
  saveRule(rule: SiteRule): Promise<void>
  removeRule(site: Id, rule: Id): Promise<void>
}

/** What a device says that it made of the settings it was given. */
export interface ReportedSettings {
  readonly version: number
  readonly status: 'applied' | 'refused'
  readonly problem?: string | undefined
}

/** The hub's side of the devices. */
export interface DeviceTwins {
  /** Makes the identities that a device needs (itself, its module, its uploads). What is there stays as it is. */
  register(device: Device): Promise<void>
  /** Replaces what the device should do. It hears of it at once, or when it comes back. */
  push(device: Id, settings: EdgeSettings): Promise<void>
  read(device: Id): Promise<{ desired: number; reported: ReportedSettings | undefined; isConnected: boolean } | undefined>
}
