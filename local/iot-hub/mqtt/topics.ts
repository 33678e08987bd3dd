import type { Address } from '../identity/identity.ts'

// learn.microsoft.com "Communicate with an IoT hub using the MQTT protocol".

/** What a publish of a device asks for. Everything else closes the connection. */
export type Request =
  | { readonly kind: 'telemetry'; readonly properties: string }
  | { readonly kind: 'twin-get'; readonly requestId: string }
  | { readonly kind: 'twin-report'; readonly requestId: string }
  | { readonly kind: 'method-response'; readonly requestId: string; readonly status: number }

export const methodFilter = '$iothub/methods/POST/#'
export const desiredFilter = '$iothub/twin/PATCH/properties/desired/#'
export const twinResponseFilter = '$iothub/twin/res/#'

const ownPrefix = ({ device, module }: Address) => (module === undefined ? `devices/${device}` : `devices/${device}/modules/${module}`)

export const telemetryPrefix = (address: Address) => `${ownPrefix(address)}/messages/events/`
export const cloudMessageFilter = (address: Address) => `${ownPrefix(address)}/messages/devicebound/#`
export const inputFilter = (address: Address) => `${ownPrefix(address)}/inputs/#`

/** What this identity may subscribe to: its own messages, its own twin and methods. */
export function maySubscribe(address: Address, filter: string): boolean {
  const own = address.module === undefined ? cloudMessageFilter(address) : inputFilter(address)
  return [own, methodFilter, desiredFilter, twinResponseFilter].includes(filter)
}

/** Reads a topic that a device publishes to; undefined when it is none of its own. `telemetry` is its `telemetryPrefix`. */
export function parseTopic(telemetry: string, topic: string): Request | undefined {
  if (topic.startsWith(telemetry)) {
    // Modules end the bag with a slash.
    const end = topic.endsWith('/') ? Math.max(topic.length - 1, telemetry.length) : topic.length
    return { kind: 'telemetry', properties: topic.slice(telemetry.length, end) }
  }
  if (topic.length + 1 === telemetry.length && telemetry.startsWith(topic)) return { kind: 'telemetry', properties: '' }
  return parseHubTopic(topic)
}

function parseHubTopic(topic: string): Request | undefined {
  const match = /^\$iothub\/(twin\/GET|twin\/PATCH\/properties\/reported|methods\/res\/(\d{1,9}))\/\?\$rid=([^&]*)/.exec(topic)
  if (match === null) return undefined
  const [, path = '', status, requestId = ''] = match
  if (path === 'twin/GET') return { kind: 'twin-get', requestId }
  if (status === undefined) return { kind: 'twin-report', requestId }
  return { kind: 'method-response', requestId, status: Number(status) }
}

export const methodTopic = (name: string, requestId: string) => `$iothub/methods/POST/${name}/?$rid=${requestId}`
export const desiredTopic = (version: number) => `$iothub/twin/PATCH/properties/desired/?$version=${version}`
export const twinResponseTopic = (status: number, requestId: string, version?: number) =>
  `$iothub/twin/res/${status}/?$rid=${requestId}${version === undefined ? '' : `&$version=${version}`}`
