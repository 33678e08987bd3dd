import { type DeviceCondition, type DeviceProblem, problemsOf } from './device-problems.ts'

export const deviceOrders = ['problems', 'name', 'release', 'ring', 'rate', 'queue', 'disk', 'seen'] as const
export type DeviceOrder = (typeof deviceOrders)[number]

/** The worst first: a device that does not answer matters more than one whose disk fills up. */
const weights: Readonly<Record<DeviceProblem, number>> = {
  offline: 100,
  silent: 90,
  module: 80,
  refused: 70,
  settings: 60,
  camera: 50,
  model: 40,
  disk: 30,
  queue: 20,
  clock: 10,
}

/** Devices in an order; equal ones by their names. `isDown` turns it round, names stay as they are. */
export function orderDevices(devices: readonly DeviceCondition[], by: DeviceOrder, isDown: boolean, nowMs: number): DeviceCondition[] {
  const sign = isDown ? -1 : 1
  return devices.toSorted((a, b) => sign * compare(sortValueOf(a, by, nowMs), sortValueOf(b, by, nowMs)) || compare(a.name, b.name))
}

function sortValueOf(device: DeviceCondition, by: DeviceOrder, nowMs: number): number | string {
  const message = device.health?.message
  switch (by) {
    case 'problems':
      return -problemsOf(device, nowMs).reduce((sum, problem) => sum + weights[problem], 0)
    case 'name':
      return device.name
    case 'release':
      return device.release ?? ''
    case 'ring':
      return device.ring ?? ''
    case 'rate':
      return rateOf(device)
    case 'queue':
      return message?.queueDepth ?? -1
    case 'disk':
      return diskShareOf(device) ?? -1
    case 'seen':
      return device.health?.receivedAt ?? ''
  }
}

export function rateOf({ health }: DeviceCondition): number {
  return health?.message.cameras.reduce((sum, { framesPerSecond }) => sum + framesPerSecond, 0) ?? 0
}

/** 0..1; undefined where the device has not said. */
export function diskShareOf({ health }: DeviceCondition): number | undefined {
  const { diskUsedBytes = 0, diskQuotaBytes = 0 } = health?.message ?? {}
  return diskQuotaBytes > 0 ? diskUsedBytes / diskQuotaBytes : undefined
}

function compare(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
