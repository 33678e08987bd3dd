import type { DeviceHealth } from './device-health.ts'

/** Whether the first says more recent things than the second: by the hub's time, as a device's clock may jump back. */
export function isNewerHealth(a: DeviceHealth, b: DeviceHealth): boolean {
  if (a.receivedAt !== b.receivedAt) return a.receivedAt > b.receivedAt
  if (a.message.bootId !== b.message.bootId) return a.message.bootId > b.message.bootId
  return a.message.seq > b.message.seq
}
