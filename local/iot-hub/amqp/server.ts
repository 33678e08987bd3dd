import type { Socket } from 'node:net'
import rhea, { type Connection, type EventContext, type Message, type Receiver, type Sender } from 'rhea'
import type { EventLog } from '../events/event-log.ts'
import { type Claims, createClaims, type Policy } from './claims.ts'
import { createEventReaders } from './event-readers.ts'
import { answerManagement, answerPutToken, reply } from './requests.ts'
import type { ServiceMessages } from './service-messages.ts'
import { writeWholePerformatives } from './whole-performatives.ts'

export interface AmqpParts {
  readonly events: EventLog
  /** Name of the Event Hubs-compatible entity. */
  readonly eventHubName: string
  readonly eventsPolicy: Policy
  readonly servicePolicy: Policy
  readonly serviceMessages: ServiceMessages
  readonly createdAt: number
  log(line: string): void
}

export interface AmqpServer {
  /** Takes a connection whose first bytes are AMQP, with or without TLS below. */
  handle(socket: Socket): void
  close(): void
}

const idleMs = 60_000
const managementAddress = /^\$management$|\/\$management$/
const servicePrefix = /^\/?messages\/(devicebound|servicebound\/)/i

/** AMQP 1.0: the Event Hubs-compatible endpoint, and the service's side of messages to devices. */
export function createAmqpServer(parts: AmqpParts): AmqpServer {
  const { events, eventHubName, eventsPolicy, servicePolicy, serviceMessages, log } = parts
  writeWholePerformatives()
  const container = rhea.create_container({ id: 'local-iot-hub' })
  const mechanisms = container.sasl_server_mechanisms as unknown as Record<string, unknown> & { enable_anonymous(): void }
  mechanisms.enable_anonymous()
  // What .NET's and Python's clients ask for; the proof comes later, by put-token.
  const anonymous = mechanisms['ANONYMOUS']
  for (const name of ['MSSBCBS', 'EXTERNAL']) mechanisms[name] = anonymous

  const readers = createEventReaders(events, [eventHubName.toLowerCase(), 'messages/events'])
  const claimsOf = new WeakMap<Connection, Claims>()
  const sockets = new Set<Socket>()

  const claims = (connection: Connection): Claims => {
    const known = claimsOf.get(connection) ?? createClaims([eventsPolicy, servicePolicy])
    claimsOf.set(connection, known)
    return known
  }

  // IoT Hub's owner may do all; the events' key opens only the events.
  const mayOpen = (connection: Connection, address: string) => {
    const resource = address === '$management' ? `${eventHubName}/${address}` : address
    const proven = claims(connection)
    return proven.allow(resource, servicePolicy) || (!servicePrefix.test(address) && proven.allow(resource, eventsPolicy))
  }

  const onReader = (sender: Sender) => {
    const address = pathOf(sender.source?.address)
    sender.set_source({ address: sender.source?.address ?? '' })
    // A link without its other end counts as refused.
    sender.set_target({ address: sender.target?.address ?? '' })
    if (address === '$cbs') return
    if (!mayOpen(sender.connection, address)) return refuse(sender, address)
    if (managementAddress.test(address)) return
    if (servicePrefix.test(address)) serviceMessages.open(sender, address)
    else readers.open(sender, address)
  }

  const onWriter = (receiver: Receiver) => {
    const address = pathOf(receiver.target?.address)
    receiver.set_target({ address: receiver.target?.address ?? '' })
    receiver.set_source({ address: receiver.source?.address ?? '' })
    if (address === '$cbs') return
    if (!mayOpen(receiver.connection, address)) return refuse(receiver, address)
    const isServed = managementAddress.test(address) || /devicebound$/i.test(address)
    if (!isServed)
      receiver.close({ condition: 'amqp:not-allowed', description: `Nothing can be sent to '${address}': devices send over MQTT.` })
  }

  const onMessage = ({ connection, receiver, message, delivery }: EventContext) => {
    const address = pathOf(receiver?.target?.address)
    if (receiver === undefined || message === undefined) return
    const request = message as Message
    if (address === '$cbs') reply(connection, request, receiver, address, answerPutToken(claims(connection), request))
    else if (managementAddress.test(address))
      reply(connection, request, receiver, address, answerManagement(events, eventHubName, parts.createdAt, request))
    else if (delivery !== undefined) void serviceMessages.take(request, delivery)
    if (managementAddress.test(address) || address === '$cbs') delivery?.accept()
  }

  container.on('sender_open', ({ sender }: EventContext) => sender && onReader(sender))
  container.on('receiver_open', ({ receiver }: EventContext) => receiver && onWriter(receiver))
  container.on('message', onMessage)
  for (const name of ['error', 'connection_error', 'session_error', 'sender_error', 'receiver_error', 'protocol_error'])
    container.on(name, (context: { error?: unknown; message?: string }) => log(`amqp ${name}: ${context.message ?? context.error ?? ''}`))
  container.on('disconnected', () => {})

  return {
    handle(socket) {
      socket.setNoDelay(true)
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      const connection = container.create_connection({
        reconnect: false,
        idle_time_out: idleMs,
        max_frame_size: 65_536,
        autoaccept: false,
      } as never)
      // Every link of a connection listens for its end.
      connection.setMaxListeners(0)
      ;(connection as unknown as { accept(socket: Socket): void }).accept(socket)
    },
    close() {
      readers.close()
      // rhea lets go of its timers at an error or an end, not at a mere close.
      for (const socket of sockets) socket.destroy(new Error('the hub closes'))
    },
  }
}

/** Azure's client for Python names the whole URL of an entity, the others only its path. */
function pathOf(address: string | undefined): string {
  return (address ?? '').replace(/^amqps?:\/\/[^/]+\//, '')
}

function refuse(link: Sender | Receiver, address: string): void {
  link.close({
    condition: 'amqp:unauthorized-access',
    description: `Unauthorized access. 'Listen' claim(s) are required to perform this operation. Resource: '${address}'.`,
  })
}
