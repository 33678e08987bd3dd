import { type FileHandle, open } from 'node:fs/promises'
import { Agent } from 'node:https'
import { rootCertificates } from 'node:tls'
import { AnonymousCredential, BlockBlobClient, newPipeline } from '@azure/storage-blob'
import iotDevice from 'azure-iot-device'
import { Mqtt } from 'azure-iot-device-mqtt'
import { uploadIdentity } from '../../shared/domain/messages.ts'
import type { Upload } from '../outbox/envelope.ts'

export interface UploaderOptions {
  readonly device: string
  /** Of the device's upload identity. Its host name may hold a port. */
  readonly connectionString: string
  /** PEM of a private authority that is trusted beside the public ones. */
  readonly ca?: string | undefined
  /** Where the storage account is reached, if not under the name that the hub gives: a gateway, a private endpoint. */
  readonly blobEndpoint?: string | undefined
}

export interface Uploader {
  /** The path in the upload container that a file of this name will have. */
  pathOf(name: string): string
  /** Resolves when the file is there and the hub knows it. Called again after a failure it goes on where it broke off. */
  upload(upload: Upload, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

interface Grant {
  readonly correlationId: string
  readonly url: string
  readonly givenAtMs: number
}

/** A file that is under way. */
interface Journey {
  readonly name: string
  grant: Grant | undefined
  readonly stagedBlocks: Set<string>
}

// A lost connection costs at most this much to send again.
const blockBytes = 1024 * 1024
const blockTimeoutMs = 120_000
// The hub's permission lasts an hour.
const grantMs = 40 * 60_000

/** Uploads files through IoT Hub's file upload, which only device identities have; so it has one of its own. */
export function createUploader(options: UploaderOptions): Uploader {
  const { device, connectionString, ca, blobEndpoint } = options
  const trusted = ca === undefined ? undefined : [...rootCertificates, ca]
  const storageAgent = new Agent({ keepAlive: true, ...(trusted && { ca: trusted }) })
  const hubAgent = new Agent({ keepAlive: true, ...hostAndPort(connectionString), ...(trusted && { ca: trusted }) })
  const tokens = iotDevice.SharedAccessKeyAuthenticationProvider.fromConnectionString(connectionString)
  const client = iotDevice.Client.fromAuthenticationProvider(tokens, Mqtt)
  client.setRetryPolicy({ shouldRetry: () => false, nextRetryTimeout: () => -1 })
  const isReady = client.setOptions({ http: { agent: hubAgent } })
  let journey: Journey | undefined

  async function grantFor(current: Journey): Promise<Grant> {
    if (current.grant !== undefined && performance.now() - current.grant.givenAtMs < grantMs) return current.grant
    await isReady
    const { correlationId, hostName, containerName, blobName, sasToken } = await client.getBlobSharedAccessSignature(current.name)
    const root = blobEndpoint ?? `https://${hostName}`
    current.grant = { correlationId, url: `${root}/${containerName}/${blobName}${sasToken}`, givenAtMs: performance.now() }
    return current.grant
  }

  async function sendFile(upload: Upload, file: FileHandle, current: Journey, signal: AbortSignal): Promise<Grant> {
    const grant = await grantFor(current)
    const blob = new BlockBlobClient(grant.url, pipelineFor(grant.url, storageAgent))
    const { size } = await file.stat()
    const ids: string[] = []
    for (let offset = 0; offset < size; offset += blockBytes) {
      const id = Buffer.from(String(offset).padStart(12, '0')).toString('base64')
      ids.push(id)
      if (current.stagedBlocks.has(id)) continue
      const block = Buffer.alloc(Math.min(blockBytes, size - offset))
      await file.read(block, 0, block.byteLength, offset)
      await blob.stageBlock(id, block, block.byteLength, { abortSignal: AbortSignal.any([signal, AbortSignal.timeout(blockTimeoutMs)]) })
      current.stagedBlocks.add(id)
    }
    await blob.commitBlockList(ids, { blobHTTPHeaders: { blobContentType: upload.contentType }, abortSignal: signal })
    return grant
  }

  async function giveUp(current: Journey, error: unknown): Promise<void> {
    const { statusCode } = error as { statusCode?: number }
    // A cut connection leaves blocks and permission good. After a refusal both are begun anew, and the hub is told:
    // it allows only ten uploads under way.
    if (statusCode === undefined || statusCode >= 500 || current.grant === undefined) return
    const { correlationId } = current.grant
    journey = undefined
    await client.notifyBlobUploadStatus(correlationId, false, statusCode, 'failed').catch(() => {})
  }

  return {
    pathOf: (name) => `${uploadIdentity(device)}/${name}`,
    async upload(upload, signal) {
      if (journey?.name !== upload.name) journey = { name: upload.name, grant: undefined, stagedBlocks: new Set() }
      const current = journey
      const file = await open(upload.file)
      try {
        const { correlationId } = await sendFile(upload, file, current, signal)
        await client.notifyBlobUploadStatus(correlationId, true, 201, 'uploaded')
        journey = undefined
      } catch (error) {
        await giveUp(current, error)
        throw error
      } finally {
        await file.close()
      }
    },
    async close() {
      hubAgent.destroy()
      storageAgent.destroy()
      await client.close().catch(() => {})
      // A client that never opened its connection forgets the timer of its token.
      tokens.stop()
    },
  }
}

/** The SDK sends HTTPS to port 443 of a host of that very name; what the agent says goes before. */
function hostAndPort(connectionString: string): { host?: string; port?: number } {
  const [, host, port] = /(?:^|;)HostName=([^;:]+)(?::(\d+))?/i.exec(connectionString) ?? []
  return host === undefined || port === undefined ? {} : { host, port: Number(port) }
}

function pipelineFor(url: string, agent: Agent) {
  const pipeline = newPipeline(new AnonymousCredential(), { retryOptions: { maxTries: 2, retryDelayInMs: 500, maxRetryDelayInMs: 500 } })
  if (url.startsWith('https:')) {
    pipeline.factories.push({
      create: (next) => ({
        sendRequest: (request) => {
          request.agent = agent
          return next.sendRequest(request)
        },
      }),
    })
  }
  return pipeline
}
