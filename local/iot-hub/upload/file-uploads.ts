import { randomUUID } from 'node:crypto'
import { BlobSASPermissions, BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob'
import type { FileNotification } from '../amqp/service-messages.ts'
import { HubError } from '../hub-error.ts'

export interface UploadStorage {
  readonly connectionString: string
  readonly container: string
}

/** Where a device may write, as the SDK's `getBlobSharedAccessSignature` gives it on. */
export interface UploadGrant {
  readonly correlationId: string
  readonly hostName: string
  readonly containerName: string
  readonly blobName: string
  readonly sasToken: string
}

/** The file upload of devices: a short-lived permission to write one blob, and the word that it was written. */
export interface FileUploads {
  begin(device: string, request: unknown): Promise<UploadGrant>
  end(device: string, correlationId: string | undefined, request: unknown): Promise<void>
}

// learn.microsoft.com "Upload files with IoT Hub": one hour, ten at a time, names up to 1,024 characters.
const lifeMs = 3_600_000
const maxActive = 10
const maxNameLength = 1024
// A device's clock may be behind.
const clockSkewMs = 300_000

interface Upload {
  readonly device: string
  readonly blobName: string
  readonly endsAt: number
}

/**
 * `hostName` is what devices are told to send to: the hub's own door passes blobs on to the storage account, so that
 * a device speaks HTTPS as it does in the cloud.
 */
export function createFileUploads(
  storage: UploadStorage,
  hostName: () => string,
  notify: (notification: FileNotification) => void,
): FileUploads {
  const service = BlobServiceClient.fromConnectionString(storage.connectionString)
  const container = service.getContainerClient(storage.container)
  const active = new Map<string, Upload>()
  let isContainerThere = false

  const activeOf = (device: string) => {
    for (const [id, upload] of active) if (upload.endsAt < Date.now()) active.delete(id)
    return [...active.values()].filter((upload) => upload.device === device).length
  }

  return {
    async begin(device, request) {
      const name = nameOf(request)
      if (activeOf(device) >= maxActive)
        throw new HubError('DeviceMaximumActiveFileUploadLimitExceeded', `${device} has ${maxActive} uploads under way.`)
      if (!isContainerThere) await container.createIfNotExists()
      isContainerThere = true
      const blobName = `${device}/${name}`
      const correlationId = randomUUID()
      const endsAt = Date.now() + lifeMs
      const url = await container.getBlobClient(blobName).generateSasUrl({
        permissions: BlobSASPermissions.from({ create: true, write: true }),
        startsOn: new Date(Date.now() - clockSkewMs),
        expiresOn: new Date(endsAt),
      })
      active.set(correlationId, { device, blobName, endsAt })
      return { correlationId, hostName: hostName(), containerName: storage.container, blobName, sasToken: new URL(url).search }
    },
    async end(device, correlationId, request) {
      const body = (request ?? {}) as { correlationId?: unknown; isSuccess?: unknown }
      const id = correlationId ?? String(body.correlationId)
      const upload = active.get(id)
      if (upload === undefined || upload.device !== device) throw new HubError('UploadNotFound', `${device} has no upload ${id} under way.`)
      active.delete(id)
      if (body.isSuccess !== true) return
      const blob = container.getBlobClient(upload.blobName)
      const { contentLength = 0, lastModified = new Date() } = await blob.getProperties()
      notify({
        deviceId: device,
        blobUri: blob.url,
        blobName: upload.blobName,
        lastUpdatedTime: lastModified.toISOString(),
        blobSizeInBytes: contentLength,
        enqueuedTimeUtc: new Date().toISOString(),
      })
    },
  }
}

/** The account behind a connection string, and where its blobs are served. */
export function accountOf(storage: UploadStorage): { name: string; url: URL } {
  const service = BlobServiceClient.fromConnectionString(storage.connectionString)
  const { credential } = service as unknown as { credential: unknown }
  if (!(credential instanceof StorageSharedKeyCredential))
    throw new Error('uploadStorage needs a connection string with an account key: SAS are signed with it.')
  return { name: service.accountName, url: new URL(service.url) }
}

function nameOf(request: unknown): string {
  const name = (request as { blobName?: unknown } | undefined)?.blobName
  const isName = typeof name === 'string' && name !== '' && name.length <= maxNameLength
  // '..' and empty segments would name another folder or a blob that URLs cannot hold.
  if (!isName || name.split('/').some((part) => part === '' || part === '.' || part === '..'))
    throw new HubError('ArgumentInvalid', `blobName must be a relative path of at most ${maxNameLength} characters, not '${name}'.`)
  return name
}
