import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { BlobDownloadResponseParsed, ContainerClient } from '@azure/storage-blob'
import type { QueueClient } from '@azure/storage-queue'
import { optionText } from '../app/app-settings.ts'
import type { RegisteredFunction } from '../app/function-registry.ts'
import { valuesOf } from '../bindings/binding-values.ts'
import { blobService, queueService } from '../bindings/storage-clients.ts'
import { fromBytes, netDate } from '../bindings/typed-data.ts'
import type { TriggerCall, TriggerListener, TriggerType } from '../invocation/binding-types.ts'
import type { HostContext } from '../invocation/host-context.ts'
import { type BlobPattern, parseBlobPattern } from './blob-pattern.ts'
import { type BlobReceipts, openBlobReceipts } from './blob-receipts.ts'
import { startMessagePump } from './message-pump.ts'

const shortestScanPauseMilliseconds = 1000

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
  const receipts = await openBlobReceipts(
    blobService(undefined).getContainerClient('azure-webjobs-hosts'),
    `blobreceipts/${host.hostId}/${fn.name}`,
  )
  const digest = createHash('sha256').update(`${host.hostId} ${fn.name}`).digest('hex')
  const queue = queueService(undefined).getQueueClient(`azure-webjobs-blobtrigger-${digest.slice(0, 24)}`)
  await queue.createIfNotExists()
  const { maxDegreeOfParallelism, poisonBlobThreshold } = host.settings.extensions.blobs
  const pump = startMessagePump(
    {
      queue,
      poisonQueue: queueService(fn.trigger['connection']).getQueueClient('webjobs-blobtrigger-poison'),
      batchSize: maxDegreeOfParallelism,
      newBatchThreshold: Math.floor(maxDegreeOfParallelism / 2),
      maxDequeueCount: poisonBlobThreshold,
      retryAfterMilliseconds: 0,
      maxPollingMilliseconds: shortestScanPauseMilliseconds,
      handle: ({ messageText }) => handle(fn, JSON.parse(messageText) as BlobMessage, container, pattern, receipts, host),
    },
    host,
  )
  const scanning = scan(fn, container, pattern, queue, receipts, host)
  return {
    stop: async () => {
      await scanning
      await pump.stop()
    },
  }
}

async function scan(
  fn: RegisteredFunction,
  container: ContainerClient,
  pattern: BlobPattern,
  queue: QueueClient,
  receipts: BlobReceipts,
  host: HostContext,
): Promise<void> {
  while (!host.stopping.aborted) {
    const startedAt = performance.now()
    try {
      for await (const { name, properties } of container.listBlobsFlat({ prefix: pattern.prefix })) {
        const etag = bareEtag(properties.etag)
        if (host.stopping.aborted) return
        if (pattern.match(name) === undefined || receipts.isKnown(name, etag)) continue
        const message: BlobMessage = {
          FunctionId: fn.name,
          BlobType: properties.blobType ?? 'BlockBlob',
          ContainerName: container.containerName,
          BlobName: name,
          ETag: etag,
        }
        await queue.sendMessage(JSON.stringify(message))
        await receipts.add(name, etag)
      }
    } catch (error) {
      // A container that does not exist yet is no error: it is looked for again.
      if ((error as { statusCode?: number }).statusCode !== 404) host.log(`Blobs of '${fn.name}' cannot be listed: ${String(error)}`)
    }
    // A big container is listed more seldom: never more than a tenth of the time.
    const pause = Math.max(shortestScanPauseMilliseconds, 9 * (performance.now() - startedAt))
    await wait(pause, undefined, { signal: host.stopping }).catch(() => {})
  }
}

async function handle(
  fn: RegisteredFunction,
  message: BlobMessage,
  container: ContainerClient,
  pattern: BlobPattern,
  receipts: BlobReceipts,
  host: HostContext,
): Promise<boolean> {
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

async function blobCall(
  fn: RegisteredFunction,
  container: ContainerClient,
  name: string,
  pattern: BlobPattern,
  download: BlobDownloadResponseParsed,
): Promise<TriggerCall> {
  const chunks: Buffer[] = []
  for await (const chunk of download.readableStreamBody!) chunks.push(chunk as Buffer)
  const content = Buffer.concat(chunks)
  const properties = {
    LastModified: netDate(download.lastModified ?? new Date(0)),
    CreatedOn: netDate(download.createdOn ?? new Date(0)),
    BlobType: download.blobType,
    ContentLength: content.byteLength,
    ContentType: download.contentType,
    ContentEncoding: download.contentEncoding,
    ETag: download.etag,
    Metadata: download.metadata ?? {},
  }
  const parameters = Object.entries(pattern.match(name) ?? {}).map(([key, text]) => [key, { string: text }] as const)
  const metadata = {
    ...Object.fromEntries(parameters),
    BlobTrigger: { string: `${container.containerName}/${name}` },
    Uri: { json: JSON.stringify(container.getBlobClient(name).url.split('?')[0]) },
    Properties: { json: JSON.stringify(properties) },
    Metadata: { json: JSON.stringify(download.metadata ?? {}) },
  }
  const data = fn.trigger['dataType'] === undefined ? { bytes: content } : fromBytes(content, fn.trigger['dataType'])
  return { data, metadata, bindingValues: valuesOf(metadata) }
}

const bareEtag = (etag: string | undefined) => (etag ?? '').replaceAll('"', '')
