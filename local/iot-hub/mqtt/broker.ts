import type { Duplex } from 'node:stream'
import { Aedes, type AuthenticateError, type Client, type PublishPacket } from 'aedes'
import type { Journal } from '../disk/journal.ts'
import type { EventLog } from '../events/event-log.ts'
import type { Address } from '../identity/identity.ts'
import type { Registry } from '../identity/registry.ts'
import { addressOf, admit } from './authenticate.ts'
import { type CloudMessages, createCloudMessages } from './cloud-messages.ts'
import { createMethods, type Methods } from './methods.ts'
import { createSessions, type Session, type Sessions } from './sessions.ts'
import { maySubscribe, parseTopic } from './topics.ts'
import { answerTwin, pushDesired, takeReport } from './twin-requests.ts'

/** The devices' side of the hub. */
export interface DeviceBroker {
  /** Takes a connection whose first bytes are MQTT. */
  handle(socket: Duplex): void
  readonly methods: Methods
  readonly cloudMessages: CloudMessages
  close(): Promise<void>
}

export interface BrokerParts {
  readonly registry: Registry
  readonly events: EventLog
  readonly journal: Journal
  log(line: string): void
  /** A device or module came or went. */
  connectionChanged(session: Session, isConnected: boolean): void
}

type Done = (error?: Error) => void

const maxMessageBytes = 256 * 1024
const maxPropertyBytes = 0xffff
const maxKeepAliveSeconds = 1177
const tokenCheckMs = 5000

/**
 * MQTT 3.1.1 as IoT Hub speaks it, on aedes. Nothing that a device publishes is ever routed to another device:
 * each publish is a request to the hub, and the hub writes to one connection at a time.
 */
export async function startBroker(parts: BrokerParts): Promise<DeviceBroker> {
  const { registry, events, journal, log } = parts
  const sessions = createSessions()
  const methods = createMethods(sessions)
  const cloudMessages = createCloudMessages(journal, registry, sessions)
  const broker = await Aedes.createBroker({ maxClientsIdLength: 256, keepaliveLimit: 0, concurrency: 1000 })
  const route = broker.publish.bind(broker)

  broker.preConnect = (_client, packet, callback) => {
    // Sessions are the hub's own matter: what waits for a device lies in its queue, not with the broker.
    packet.clean = true
    packet.keepalive = Math.min(packet.keepalive ?? 0, maxKeepAliveSeconds)
    callback(null, true)
  }

  broker.authenticate = (client, userName, password, done) => {
    const address = addressOf(userName, client.id)
    const admission = address === undefined ? { refusal: 'user name and client id disagree' } : admit(registry, address, String(password))
    if ('entry' in admission) {
      sessions.admit(client, admission.entry, admission.expiresAt, events.partitionOf(admission.entry.address.device))
      return done(null, true)
    }
    log(`refused ${client.id}: ${admission.refusal}`)
    done(Object.assign(new Error('not authorized'), { returnCode: 5 }) as AuthenticateError, false)
  }

  broker.authorizeSubscribe = (client, subscription, callback) => {
    const session = sessions.of(client)
    if (session === undefined || !maySubscribe(session.entry.address, subscription.topic)) return callback(null, null)
    session.filters.add(subscription.topic)
    if (subscription.qos === 2) subscription.qos = 1
    callback(null, subscription)
  }

  // aedes acknowledges after this calls back: for telemetry that is when the message is on disk.
  broker.authorizePublish = (client, packet, callback) => {
    const session = client === null ? undefined : sessions.of(client)
    if (session === undefined) return callback(new Error('unknown connection'))
    const isWill = (client as { will?: unknown } | null)?.will === packet
    take(session, packet, isWill, callback)
  }

  const take = (session: Session, packet: PublishPacket, isWill: boolean, callback: (error?: Error | null) => void) => {
    const payload = packet.payload as Buffer
    const request = packet.qos === 2 ? undefined : parseTopic(session.telemetryPrefix, packet.topic)
    if (request === undefined || payload.length > maxMessageBytes) {
      log(
        `closed ${session.client.id}: ${packet.qos === 2 ? 'QoS 2 is not served' : `may not publish ${payload.length} bytes to ${packet.topic}`}`,
      )
      return callback(new Error('not allowed'))
    }
    if (request.kind === 'telemetry') {
      const properties = packet.retain || isWill ? markedProperties(request.properties, isWill, packet.retain) : request.properties
      return session.log.append('Telemetry', session.sender, properties, payload, callback)
    }
    callback(null)
    if (request.kind === 'twin-get') answerTwin(session, request.requestId)
    else if (request.kind === 'twin-report') void takeReport(registry, session, request.requestId, payload)
    else methods.answered(session, request.requestId, request.status, payload)
  }

  // What came from a device has been taken in already; only the broker's own notices are routed.
  broker.publish = ((packet: PublishPacket, from: Client | Done, done?: Done) => {
    if (typeof from === 'function') route(packet, from)
    else done?.()
  }) as typeof broker.publish

  const withSession = (client: Client, act: (session: Session) => void) => {
    const session = sessions.of(client)
    if (session !== undefined) act(session)
  }

  broker.on('client', (client) =>
    withSession(client, (session) => {
      // aedes closes the first of two connections itself, unless that one is leaving just then.
      sessions.live(session.entry.address)?.client.close()
      sessions.setLive(session)
      parts.connectionChanged(session, true)
    }),
  )
  broker.on('clientDisconnect', (client) =>
    withSession(client, (session) => {
      if (sessions.dropLive(session)) parts.connectionChanged(session, false)
    }),
  )
  broker.on('subscribe', (_subscriptions, client) =>
    withSession(client, (session) => {
      methods.subscribed(session)
      cloudMessages.subscribed(session)
    }),
  )
  broker.on('unsubscribe', (filters, client) =>
    withSession(client, (session) => {
      for (const filter of filters) session.filters.delete(filter)
    }),
  )
  broker.on('ack', (_packet, client) => withSession(client, cloudMessages.acknowledged))
  broker.on('clientError', (client, error) => log(`lost ${client.id}: ${error.message}`))

  registry.onChange((change) => {
    pushDesired(sessions, change)
    const isShutOut = change.kind === 'deleted' || (change.kind === 'updated' && change.entry.identity.status === 'disabled')
    if (isShutOut) closeSessions(sessions, change.entry.address)
  })

  const tokenCheck = setInterval(() => {
    const now = Date.now() / 1000
    for (const session of sessions.all()) if (session.expiresAt <= now) session.client.close()
  }, tokenCheckMs)
  tokenCheck.unref()

  return {
    handle: (socket) => void broker.handle(socket),
    methods,
    cloudMessages,
    close() {
      clearInterval(tokenCheck)
      methods.close()
      return new Promise((resolve) => broker.close(resolve))
    },
  }
}

/** The real hub keeps no retained messages and no wills: it marks the telemetry instead. */
function markedProperties(properties: string, isWill: boolean, isRetained: boolean): string {
  const marks = [isWill ? 'iothub-MessageType=Will' : '', isRetained ? 'mqtt-retain=true' : '']
  const marked = [properties, ...marks].filter((part) => part !== '').join('&')
  // A topic fills two bytes of length at most, and so must what is stored of it.
  return Buffer.byteLength(marked) > maxPropertyBytes ? properties : marked
}

/** A device that is shut out takes its modules with it. */
function closeSessions(sessions: Sessions, { device, module }: Address): void {
  for (const { client, entry } of [...sessions.all()])
    if (entry.address.device === device && (module === undefined || entry.address.module === module)) client.close()
}
