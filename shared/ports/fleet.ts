import type { CameraCap } from '../domain/camera-cap.ts'
import type { CameraPicture } from '../domain/camera-picture.ts'
import type { DeviceHealth } from '../domain/device-health.ts'
import type { CameraSettings, EdgeSettings } from '../domain/edge-settings.ts'
import type { Camera, Device, SiteRule } from '../domain/fleet.ts'
import type { Id } from '../domain/ids.ts'

export interface DeviceStore {
  find(device: Id): Promise<Device | undefined>
  save(device: Device): Promise<void>
  /** What it last said goes with it; what it saw stays. */
  remove(device: Id): Promise<void>
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
  /** Limits that monitors have set; the same again changes nothing. */
  caps(site: Id): Promise<readonly CameraCap[]>
  saveCap(cap: CameraCap): Promise<void>
  removeCap(cap: Pick<CameraCap, 'site' | 'camera' | 'notice'>): Promise<void>
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
  /** Takes its identities away: from now on it gets in nowhere. What is gone already stays gone. */
  forget(device: Id): Promise<void>
  /** Replaces what the device should do. It hears of it at once, or when it comes back. */
  push(device: Id, settings: EdgeSettings): Promise<void>
  read(device: Id): Promise<{ desired: number; reported: ReportedSettings | undefined; isConnected: boolean } | undefined>
}

/**
 * What is asked of a device at once, while somebody waits. Nothing is tried again by itself: the person sees the fault.
 * All of them fault with `device-offline`, `device-refused` (with what the device said), `iot-hub-unavailable`.
 */
export interface DeviceMethods {
  /** What a camera sees now. Askers of about the same moment share one answer. `maxWidth` in pixels. */
  snapshot(device: Id, camera: Id, maxWidth: number): Promise<CameraPicture>
  /** The first picture of a source that need not belong to a camera yet. */
  trySource(device: Id, source: Pick<CameraSettings, 'source' | 'credentials'>, maxWidth: number): Promise<CameraPicture>
  /** What the camera shows now is how it should be. */
  acceptPicture(device: Id, camera: Id): Promise<void>
  /** Restarts one camera, or reads the model again and restarts all. */
  reload(device: Id, camera: Id | undefined): Promise<void>
}
