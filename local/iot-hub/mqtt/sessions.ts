import type { Client } from 'aedes'
import { encodeSender, type Sender } from '../events/event-record.ts'
import type { PartitionLog } from '../events/partition-log.ts'
import { type Address, addressKey } from '../identity/identity.ts'
import type { Entry } from '../identity/registry.ts'
import { telemetryPrefix } from './topics.ts'

/** One live connection of a device or module. Everything that each message needs is worked out once, here. */
export interface Session {
  readonly client: Client
  readonly entry: Entry
  /** Seconds since 1970: the connection ends with its token. */
  readonly expiresAt: number
  readonly telemetryPrefix: string
  readonly sender: Sender
  readonly log: PartitionLog
  readonly filters: Set<string>
}

export interface Sessions {
  admit(client: Client, entry: Entry, expiresAt: number, log: PartitionLog): void
  of(client: Client): Session | undefined
  /** The connection that counts: a second one of the same identity replaces the first. */
  live(address: Address): Session | undefined
  setLive(session: Session): void
  /** False when another connection has taken its place already. */
  dropLive(session: Session): boolean
  all(): Iterable<Session>
}

export function createSessions(): Sessions {
  const byClient = new WeakMap<Client, Session>()
  const live = new Map<string, Session>()
  return {
    admit(client, entry, expiresAt, log) {
      const { address, identity } = entry
      byClient.set(client, {
        client,
        entry,
        expiresAt,
        telemetryPrefix: telemetryPrefix(address),
        sender: encodeSender(address.device, address.module, identity.generationId),
        log,
        filters: new Set(),
      })
    },
    of: (client) => byClient.get(client),
    live: (address) => live.get(addressKey(address)),
    setLive: (session) => live.set(addressKey(session.entry.address), session),
    dropLive(session) {
      const key = addressKey(session.entry.address)
      return live.get(key) === session && live.delete(key)
    },
    all: () => live.values(),
  }
}

/** Sends straight to one connection: topics such as `$iothub/methods/POST/…` are the same for all devices, so they are never routed by subscription. */
export function deliver(session: Session, topic: string, payload: string | Buffer, qos: 0 | 1 = 0): void {
  session.client.publish({ cmd: 'publish', topic, payload, qos, dup: false, retain: false }, ignoreClosed)
}

// A connection that closes meanwhile is seen at `clientDisconnect`.
function ignoreClosed(): void {}
