import type { Id, Instant } from './ids.ts'
import type { HealthMessage } from './messages.ts'

/** The newest health message of a device, with the hub's time: a device whose clock is wrong must not look healthy. */
export interface DeviceHealth {
  readonly device: Id
  readonly receivedAt: Instant
  readonly message: HealthMessage
  /** Hub time minus device time when the message was sent; undefined where it cannot be told. */
  readonly clockSkewMs: number | undefined
}
