import rhea, { type Sender } from 'rhea'
import { toAmqpMessage } from '../events/event-message.ts'
import type { PartitionLog, StartPosition } from '../events/partition-log.ts'

/** One reader of one partition. */
export interface EventLink {
  /** -1 without an owner level. */
  readonly epoch: number
  stop(condition?: string, description?: string): void
}

const eventsPerRead = 300

/**
 * Sends a partition's events over the link for as long as the reader grants credit. Events go out settled: Event Hubs
 * keeps no state a reader, checkpoints are the reader's own.
 */
export function startEventLink(sender: Sender, log: PartitionLog, start: StartPosition, epoch: number): EventLink {
  let position: number | undefined
  let isPumping = false
  let hasMore = true
  let isStopped = false
  // 1 = settled. A reader that insists on settling itself (0) may.
  const modes = sender as unknown as { snd_settle_mode?: number; local: { attach: { snd_settle_mode?: number } } }
  modes.local.attach.snd_settle_mode = modes.snd_settle_mode === 0 ? 0 : 1
  const wantsState = capabilitiesOf(sender).includes('com.microsoft:enable-receiver-runtime-metric')

  const sendNext = async () => {
    position ??= await log.seek(start)
    const events = await log.read(position, Math.min(creditOf(sender), eventsPerRead))
    if (events.length === 0) hasMore = false
    for (const event of events) {
      if (isStopped || !sender.sendable()) return
      const message = toAmqpMessage(event)
      const state = wantsState ? { delivery_annotations: stateOf(log) } : {}
      sender.send({ ...message, ...state })
      position = event.nextOffset
    }
  }

  const pump = async () => {
    hasMore = true
    if (isPumping) return
    isPumping = true
    try {
      while (hasMore && !isStopped && sender.sendable()) await sendNext()
    } catch (error) {
      stop('amqp:internal-error', String(error))
    } finally {
      isPumping = false
    }
  }

  const wake = () => void pump()
  const forget = log.onAppended(wake)

  const stop: EventLink['stop'] = (condition, description = '') => {
    isStopped = true
    forget()
    if (condition !== undefined) sender.close({ condition, description })
  }
  // Credit that came while a read was under way wakes nobody else.
  sender.on('sendable', wake)
  wake()
  return { epoch, stop }
}

// rhea's types leave out the credit that the other side granted.
const creditOf = (sender: Sender) => (sender as unknown as { credit: number }).credit

function capabilitiesOf(sender: Sender): string[] {
  const { desired_capabilities: wanted } = sender as unknown as { desired_capabilities?: unknown }
  return [wanted ?? []].flat().map(String)
}

/** What a reader that tracks the end of its partition gets with each event. */
function stateOf(log: PartitionLog): Record<string, unknown> {
  const { lastSequence, lastOffset, lastEnqueuedAt } = log.state()
  return {
    last_enqueued_sequence_number: rhea.types.wrap_long(lastSequence),
    last_enqueued_offset: String(lastOffset ?? -1),
    last_enqueued_time_utc: rhea.types.wrap_timestamp(lastEnqueuedAt),
    runtime_info_retrieval_time_utc: rhea.types.wrap_timestamp(Date.now()),
  }
}
