import type { Sender } from 'rhea'
import type { EventLog } from '../events/event-log.ts'
import { type EventLink, startEventLink } from './event-link.ts'
import { parseStartPosition } from './start-position.ts'

/** The readers of the hub's events, and who owns which partition of which consumer group. */
export interface EventReaders {
  /** Opens the link, or closes it with the reason. `address` is the link's source. */
  open(sender: Sender, address: string): void
  close(): void
}

// learn.microsoft.com "Azure Event Hubs quotas and limits".
const maxConsumerGroups = 20
const maxReadersPerPartition = 5

interface Reader {
  readonly sender: Sender
  readonly link: EventLink
}

export function createEventReaders(events: EventLog, entityNames: readonly string[]): EventReaders {
  const groups = new Map<string, Map<string, Reader[]>>()

  const readersOf = (group: string, partition: string): Reader[] | undefined => {
    const key = group.toLowerCase()
    const partitions = groups.get(key) ?? new Map<string, Reader[]>()
    if (!groups.has(key) && groups.size >= maxConsumerGroups) return undefined
    groups.set(key, partitions)
    const readers = partitions.get(partition) ?? []
    partitions.set(partition, readers)
    return readers
  }

  const open: EventReaders['open'] = (sender, address) => {
    const refuse = (condition: string, description: string) => sender.close({ condition, description })
    const named = parseAddress(address, entityNames)
    if (named === undefined) return refuse('amqp:not-found', `The messaging entity '${address}' could not be found.`)
    const log = events.partitions[Number(named.partition)]
    const readers = readersOf(named.group, named.partition)
    if (log === undefined)
      return refuse(
        'com.microsoft:argument-out-of-range',
        `There is no partition ${named.partition}; there are ${events.partitions.length}.`,
      )
    if (readers === undefined) return refuse('amqp:resource-limit-exceeded', `There are ${maxConsumerGroups} consumer groups already.`)
    const start = parseStartPosition(selectorOf(sender))
    if (start === undefined) return refuse('com.microsoft:argument-error', `The start position is not understood: ${selectorOf(sender)}`)
    const { lastOffset = -1 } = log.state()
    if (start.kind === 'offset' && start.value > lastOffset)
      return refuse(
        'com.microsoft:argument-error',
        `The supplied offset '${start.value}' is invalid. The last offset in the system is '${lastOffset}'.`,
      )

    const epoch = epochOf(sender)
    const highest = Math.max(-1, ...readers.map(({ link }) => link.epoch))
    if (epoch < highest)
      return refuse(
        'amqp:link:stolen',
        `At least one receiver for the endpoint is created with epoch of '${highest}', so this one with '${epoch}' is refused.`,
      )
    // An owner ends everybody else; readers without an owner level share the partition.
    const stolen = epoch >= 0 ? readers.splice(0) : []
    for (const { link } of stolen)
      link.stop(
        'amqp:link:stolen',
        `New receiver with higher epoch of '${epoch}' is created, hence current receiver is getting disconnected.`,
      )
    if (readers.length >= maxReadersPerPartition)
      return refuse('amqp:resource-limit-exceeded', `A partition may have ${maxReadersPerPartition} readers a consumer group.`)

    const reader = { sender, link: startEventLink(sender, log, start, epoch) }
    readers.push(reader)
    const leave = () => {
      reader.link.stop()
      const index = readers.indexOf(reader)
      if (index >= 0) readers.splice(index, 1)
    }
    sender.once('sender_close', leave)
    sender.session.setMaxListeners(0)
    sender.session.once('session_close', leave)
    sender.connection.once('connection_close', leave)
    sender.connection.once('disconnected', leave)
  }

  return {
    open,
    close() {
      for (const partitions of groups.values()) for (const readers of partitions.values()) for (const { link } of readers) link.stop()
    },
  }
}

/** `{hub}/ConsumerGroups/{group}/Partitions/{n}`; the hub may go by its IoT Hub alias `messages/events`. */
function parseAddress(address: string, entityNames: readonly string[]): { group: string; partition: string } | undefined {
  const match = /^\/?(.+?)\/ConsumerGroups\/([^/]+)\/Partitions\/(\d+)$/i.exec(address)
  const [, entity = '', group = '', partition = ''] = match ?? []
  return entityNames.includes(entity.toLowerCase()) ? { group, partition } : undefined
}

function selectorOf(sender: Sender): string | undefined {
  const filters = (sender.source as unknown as { filter?: Record<string, unknown> } | undefined)?.filter ?? {}
  const filter = filters['apache.org:selector-filter:string'] ?? Object.values(filters)[0]
  const value = (filter as { value?: unknown } | undefined)?.value ?? filter
  return value === undefined ? undefined : String(value)
}

function epochOf(sender: Sender): number {
  const { properties } = sender as unknown as { properties?: Record<string, unknown> }
  const epoch = properties?.['com.microsoft:epoch']
  return epoch === undefined ? -1 : Number(epoch)
}
