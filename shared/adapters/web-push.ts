import { lookup as resolve } from 'node:dns'
import { Agent } from 'node:https'
import { BlockList, type LookupFunction } from 'node:net'
import webPush from 'web-push'
import { isOfPushService, pushServices } from '../domain/push.ts'
import type { WebPush } from '../ports.ts'
import { defaultTimeoutMs, resultOf } from './communication-client-options.ts'

export interface PushSettings {
  readonly publicKey: string
  readonly privateKey: string
  /** `mailto:` or `https:`: whom a push service asks when we send too much (RFC 8292). */
  readonly contact: string
}

export interface PushServices {
  readonly hosts: readonly string[]
  readonly agent: Agent
}

/** @param services Other push services than those of the browsers: a test has its own */
export function createWebPush({ contact: subject, ...keys }: PushSettings, services: PushServices = browsersOwn()): WebPush {
  const accepts = (endpoint: string) => isOfPushService(endpoint, services.hosts)
  return {
    publicKey: keys.publicKey,
    accepts,
    send: async (target, payload, { topic, ttlSeconds: TTL, urgency }) => {
      // Stored ones as well: the list may have become shorter since.
      if (!accepts(target.endpoint)) return { outcome: 'gone', reason: 'not a known push service' }
      try {
        const options = { vapidDetails: { subject, ...keys }, TTL, urgency, topic, agent: services.agent, timeout: defaultTimeoutMs }
        const { headers } = await webPush.sendNotification(target, payload, options)
        return { outcome: 'accepted', providerId: idOf(headers) }
      } catch (error) {
        const { statusCode } = error as { statusCode?: number }
        if (statusCode === 404 || statusCode === 410) return { outcome: 'gone', reason: `${statusCode}` }
        return resultOf(error)
      }
    },
  }
}

/** The last part of the address that the message got; the rest of it would lead to the browser. */
function idOf(headers: Readonly<Record<string, string>>): string {
  return (headers['location']?.split('/').at(-1) ?? 'taken').slice(0, 100)
}

function browsersOwn(): PushServices {
  return { hosts: pushServices, agent: new Agent({ keepAlive: true, lookup: lookupPublic }) }
}

const inside = new BlockList()
for (const [network, bits] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
  ] as const),
  ...([
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
  ] as const),
] as const)
  inside.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  inside.addSubnet(network, bits, 'ipv6')

/** Whether an address belongs to a private network or to this machine. IPv4 within IPv6 is judged as IPv4. */
export function isPrivateAddress(address: string): boolean {
  return inside.check(address, address.includes(':') ? 'ipv6' : 'ipv4')
}

/** A name server that is wrong or bought must not lead us into our own network. */
const lookupPublic: LookupFunction = (host, options, done) =>
  resolve(host, { ...options, all: true }, (error, addresses = []) => {
    const [first] = addresses
    if (error !== null || first === undefined) return done(error ?? new Error(`${host} has no address`), [])
    if (addresses.some(({ address }) => isPrivateAddress(address))) return done(new Error(`${host} leads into a private network`), [])
    return options.all ? done(null, addresses) : done(null, first.address, first.family)
  })
