import type { Instant } from './ids.ts'

/** One message as the hub hands it over. Everything but the stamps of the hub itself may be forged. */
export interface ReceivedEvent {
  readonly body: Uint8Array
  /** `iothub-connection-device-id`; a missing stamp means that it did not come through the hub. */
  readonly device: string | undefined
  readonly enqueuedAt: Instant
  /** Application properties `type`, `schema`, `traceparent`, `sentAt`. */
  readonly properties: Readonly<Record<string, string>>
}
