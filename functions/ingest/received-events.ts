import type { ReceivedEvent } from '../../shared/domain/received-event.ts'

/** What the Event Hubs trigger says beside the bodies, as far as we look at it: one element an event. */
interface BatchMetadata {
  readonly systemPropertiesArray?: readonly Readonly<Record<string, unknown>>[]
  readonly propertiesArray?: readonly Readonly<Record<string, unknown>>[]
}

/**
 * Puts bodies and stamps of a batch together. What the hub itself says of a device (twin changes, connections) comes
 * through the same stream when somebody routes it there, and is left out.
 *
 * @param now Taken where the hub's time is missing, which no real hub forgets
 */
export function receivedEvents(bodies: readonly unknown[], metadata: unknown, now: Date): ReceivedEvent[] {
  const { systemPropertiesArray = [], propertiesArray = [] } = (metadata ?? {}) as BatchMetadata
  return bodies.flatMap((body, index) => {
    const stamps = systemPropertiesArray[index] ?? {}
    const source = stamps['iothub-message-source']
    if (source !== undefined && source !== 'Telemetry') return []
    const device = stamps['iothub-connection-device-id']
    return {
      body: bytesOf(body),
      device: typeof device === 'string' ? device : undefined,
      enqueuedAt: (instantOf(stamps['iothub-enqueuedtime']) ?? instantOf(stamps['x-opt-enqueued-time']) ?? now).toISOString(),
      properties: textsOf(propertiesArray[index] ?? {}),
    }
  })
}

/** The hub's time is a number of ms in the raw stream and text in the trigger; .NET may leave out that it is UTC. */
function instantOf(value: unknown): Date | undefined {
  const isZoned = typeof value === 'string' && /(Z|[+-]\d\d:\d\d)$/.test(value)
  const date = new Date(typeof value === 'number' || isZoned ? value : `${String(value)}Z`)
  return Number.isNaN(date.getTime()) ? undefined : date
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body
  return Buffer.from(typeof body === 'string' ? body : (JSON.stringify(body) ?? ''))
}

function textsOf(properties: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, String(value).slice(0, 1024)]))
}
