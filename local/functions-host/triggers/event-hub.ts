import {
  EventHubConsumerClient,
  type EventPosition,
  earliestEventPosition,
  latestEventPosition,
  type PartitionContext,
  type ReceivedEventData,
} from '@azure/event-hubs'
import { BlobCheckpointStore } from '@azure/eventhubs-checkpointstore-blob'
import { connectionString, optionText } from '../app/app-settings.ts'
import type { TypedData } from '../app/core-types.ts'
import type { RegisteredFunction } from '../app/function-registry.ts'
import type { HostSettings } from '../app/host-settings.ts'
import { jsonBindingValues, valuesOf, withPayload } from '../bindings/binding-values.ts'
import { blobService } from '../bindings/storage-clients.ts'
import { fromBytes } from '../bindings/typed-data.ts'
import type { EventBatch, TriggerCall, TriggerListener, TriggerType } from '../invocation/binding-types.ts'
import type { HostContext } from '../invocation/host-context.ts'
import { runWithRetries } from '../invocation/retry.ts'
import { batchMetadata, eventBytes, eventMetadata } from './event-data.ts'
import { createClaimingStore } from './partition-claims.ts'

export const eventHubTrigger: TriggerType = {
  listen: startEventHub,
  callByHand: (fn, input) => {
    const texts = isBatch(fn) && Array.isArray(tryJson(input)) ? (tryJson(input) as unknown[]).map((item) => JSON.stringify(item)) : [input]
    return isBatch(fn)
      ? { data: { collectionString: { string: texts } }, metadata: {}, bindingValues: {} }
      : { data: { string: input }, metadata: {}, bindingValues: {} }
  },
}

/** Reads all partitions; the checkpoint of a partition moves on when the function has ended, whether it threw or not. */
async function startEventHub(fn: RegisteredFunction, host: HostContext): Promise<TriggerListener> {
  const settings = host.settings.extensions.eventHubs
  const checkpoints = blobService(undefined).getContainerClient('azure-webjobs-eventhub')
  await checkpoints.createIfNotExists()
  const readerId = `${host.hostId}-${fn.name}`.slice(0, 64)
  const store = createClaimingStore(new BlobCheckpointStore(checkpoints), readerId)
  const client = openClient(fn, readerId, store)
  const running = new Set<Promise<void>>()
  const batchCounts = new Map<string, number>()

  async function process(events: ReceivedEventData[], context: PartitionContext): Promise<void> {
    if (!(await runFunction(fn, events, context, host))) return
    const count = (batchCounts.get(context.partitionId) ?? 0) + 1
    batchCounts.set(context.partitionId, count)
    if (count % settings.batchCheckpointFrequency !== 0) return
    // Not fatal: the next batch's checkpoint covers this one, and a crash before it delivers again.
    await context.updateCheckpoint(events.at(-1)!).catch((error: unknown) => host.log(`Checkpoint of '${fn.name}': ${String(error)}`))
  }

  const subscription = client.subscribe(
    {
      processEvents: async (events, context) => {
        if (events.length === 0 || host.stopping.aborted) return
        const work = process(events, context)
        running.add(work)
        await work.finally(() => running.delete(work))
      },
      processError: async (error, { partitionId }) => {
        if (!host.stopping.aborted)
          host.log(`Event hub of '${fn.name}'${partitionId ? `, partition ${partitionId}` : ''}: ${error.message}`)
      },
      processClose: async (_, { partitionId }) => store.release(partitionId),
    },
    {
      maxBatchSize: settings.maxEventBatchSize,
      prefetchCount: settings.prefetchCount,
      maxWaitTimeInSeconds: 60,
      startPosition: startPosition(settings),
      skipParsingBodyAsJson: true,
    },
  )
  return {
    stop: async () => {
      await Promise.all(running)
      await subscription.close()
      await client.close()
    },
  }
}

function openClient(fn: RegisteredFunction, identifier: string, store: ReturnType<typeof createClaimingStore>): EventHubConsumerClient {
  const text = connectionString(fn.trigger['connection'])
  const consumerGroup = optionText(fn.trigger['consumerGroup']) || '$Default'
  const options = { identifier, loadBalancingOptions: { strategy: 'greedy' as const, updateIntervalInMs: 5000 } }
  // A hub that the connection string names goes before the one of the binding, as in Azure.
  if (/(^|;)EntityPath=/i.test(text)) return new EventHubConsumerClient(consumerGroup, text, store, options)
  return new EventHubConsumerClient(consumerGroup, text, optionText(fn.trigger['eventHubName']), store, options)
}

function startPosition({ initialOffsetOptions }: HostSettings['extensions']['eventHubs']): EventPosition {
  if (initialOffsetOptions.type === 'fromend') return latestEventPosition
  if (initialOffsetOptions.type === 'fromstart') return earliestEventPosition
  return { enqueuedOn: new Date(initialOffsetOptions.enqueuedTimeUtc ?? 0) }
}

/** @returns false when the host stops before the retry policy has ended; then nothing may be checkpointed. */
async function runFunction(
  fn: RegisteredFunction,
  events: ReceivedEventData[],
  context: PartitionContext,
  host: HostContext,
): Promise<boolean> {
  const reason = '(null)'
  const calls = isBatch(fn) ? [batchCall(fn, events, context)] : events.map((event) => singleCall(fn, event, context))
  for (const call of calls) {
    const outcome = await runWithRetries(fn.metadata.retryOptions, (retry) => host.invoke(fn, call, reason, retry), host.stopping)
    if (outcome === undefined) return false
  }
  return true
}

/** What a function of cardinality `many` gets for a batch of one partition. */
export function batchCall(fn: RegisteredFunction, events: ReceivedEventData[], context: PartitionContext): TriggerCall {
  const isBinary = String(fn.trigger['dataType'] ?? '').toLowerCase() === 'binary'
  const batch: EventBatch = { bodies: events.map(eventBytes), isBinary, metadata: batchMetadata(events, partitionData(context)) }
  return {
    batch,
    bindingValues: {},
    get data(): TypedData {
      if (isBinary) return { collectionBytes: { bytes: [...batch.bodies] } }
      return { collectionString: { string: batch.bodies.map((body) => body.toString()) } }
    },
    get metadata() {
      return Object.fromEntries(Object.entries(batch.metadata).map(([name, make]) => [name, make()]))
    },
  }
}

function singleCall(fn: RegisteredFunction, event: ReceivedEventData, context: PartitionContext): TriggerCall {
  const bytes = eventBytes(event)
  const partition = partitionData(context)
  const own = { TriggerPartitionContext: partition, PartitionContext: partition, ...eventMetadata(event) }
  const metadata = withPayload(own, jsonBindingValues(bytes.toString()))
  return { data: fromBytes(bytes, fn.trigger['dataType'] ?? 'string'), metadata, bindingValues: valuesOf(metadata) }
}

function partitionData(context: PartitionContext): TypedData {
  const { fullyQualifiedNamespace, eventHubName, consumerGroup, partitionId } = context
  return {
    json: JSON.stringify({
      FullyQualifiedNamespace: fullyQualifiedNamespace,
      EventHubName: eventHubName,
      ConsumerGroup: consumerGroup,
      PartitionId: partitionId,
    }),
  }
}

// The library's default is one event a call; the name of the option in the old model was `many` as well.
const isBatch = (fn: RegisteredFunction) => String(fn.trigger['cardinality'] ?? 'one').toLowerCase() === 'many'

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
