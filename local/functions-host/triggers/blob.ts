import { createHash } from 'node:crypto'
import { optionText } from '../app/app-settings.ts'
import type { RegisteredFunction } from '../app/function-registry.ts'
import { blobService, queueService } from '../bindings/storage-clients.ts'
import type { TriggerListener, TriggerType } from '../invocation/binding-types.ts'
import type { HostContext } from '../invocation/host-context.ts'
import { blobCall } from './blob-call.ts'
import { parseBlobPattern } from './blob-pattern.ts'
import { openBlobReceipts } from './blob-receipts.ts'
import { type BlobScan, bareEtag, scanBlobs } from './blob-scan.ts'
import { startMessagePump } from './message-pump.ts'

/** What lies in the internal queue for a blob that is to be worked on, in the words of Azure's host. */
interface BlobMessage {
  readonly FunctionId: string
  readonly BlobType: string
  readonly ContainerName: string
  readonly BlobName: string
  readonly ETag: string
}

export const blobTrigger: TriggerType = {
  listen: startBlobTrigger,
  callByHand: async (fn, input) => {
    const pattern = parseBlobPattern(optionText(fn.trigger['path']))
    const name = input.replace(/^\//, '').slice(pattern.container.length + 1)
    const container = blobService(fn.trigger['connection']).getContainerClient(pattern.container)
    return blobCall(fn, container, name, pattern, await container.getBlobClient(name).download())
  },
}

/**
 * Looks for new versions of blobs by listing the container, puts each into a queue and works from there: so a version
 * is tried several times, survives a crash, and ends in the poison queue, not in an endless loop.
 */
async function startBlobTrigger(fn: RegisteredFunction, host: HostContext): Promise<TriggerListener> {
  const pattern = parseBlobPattern(optionText(fn.trigger['path']))
  const container = blobService(fn.trigger['connection']).getContainerClient(pattern.container)
  const hosts = blobService(undefined).getContainerClient('azure-webjobs-hosts')
  const receipts = await openBlobReceipts(hosts, `blobreceipts/${host.hostId}/${fn.name}`)
  const digest = createHash('sha256').update(`${host.hostId} ${fn.name}`).digest('hex')
  const queue = queueService(undefined).getQueueClient(`azure-webjobs-blobtrigger-${digest.slice(0, 24)}`)
  await queue.createIfNotExists()
  const scan: BlobScan = {
    container,
    pattern,
    receipts,
    found: async (name, etag, blobType) => {
      const message = { FunctionId: fn.name, BlobType: blobType, ContainerName: container.containerName, BlobName: name, ETag: etag }
      await queue.sendMessage(JSON.stringify(message satisfies BlobMessage))
      pump.wake()
    },
  }
  const { maxDegreeOfParallelism, poisonBlobThreshold } = host.settings.extensions.blobs
  const pump = startMessagePump(
    {
      queue,
      poisonQueue: queueService(fn.trigger['connection']).getQueueClient('webjobs-blobtrigger-poison'),
      batchSize: maxDegreeOfParallelism,
      newBatchThreshold: Math.floor(maxDegreeOfParallelism / 2),
      maxDequeueCount: poisonBlobThreshold,
      retryAfterMilliseconds: 0,
      maxPollingMilliseconds: 1000,
      handle: ({ messageText }) => handle(fn, JSON.parse(messageText) as BlobMessage, scan, host),
    },
    host,
  )
  const scanning = scanBlobs(scan, host)
  return {
    stop: async () => {
      await scanning
      await pump.stop()
    },
  }
}

async function handle(fn: RegisteredFunction, message: BlobMessage, scan: BlobScan, host: HostContext): Promise<boolean> {
  const { container, pattern, receipts } = scan
  const { BlobName: name, ETag: etag } = message
  if (await receipts.isCompleted(name, etag)) return true
  const download = await container
    .getBlobClient(name)
    .download()
    .catch((error: { statusCode?: number }) => {
      if (error.statusCode !== 404) throw error
    })
  // Gone, or written anew since: the new version has a message of its own.
  if (download === undefined || bareEtag(download.etag) !== etag) return true
  const call = await blobCall(fn, container, name, pattern, download)
  const outcome = await host.invoke(fn, call, `New blob detected: ${container.containerName}/${name}`)
  if (outcome.isSuccess) await receipts.complete(name, etag)
  return outcome.isSuccess
}
