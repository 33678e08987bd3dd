import {
  BlobSASPermissions,
  BlobServiceClient,
  generateBlobSASQueryParameters,
  SASProtocol,
  StorageSharedKeyCredential,
  type UserDelegationKey,
} from '@azure/storage-blob'
import type { Clock } from '../domain/clock.ts'
import { Fault } from '../domain/faults.ts'
import type { Instant } from '../domain/ids.ts'
import type { LinkedContainer, MediaLinks } from '../ports.ts'
import { isLoopbackHttp, type StorageSettings } from './storage.ts'

/** Longest life of a link in minutes; nobody asks for more, and nobody gets it. */
const maxMinutes = 10

// What a browser makes of the blob is decided here, not by whoever uploaded it.
const contentTypes: Readonly<Record<LinkedContainer, string>> = {
  'raw-video': 'video/mp4',
  snapshots: 'image/jpeg',
  'ml-data': 'image/jpeg',
  archive: 'video/mp4',
  clips: 'video/mp4',
  evidence: 'application/zip',
  exports: 'application/zip',
  insights: 'application/octet-stream',
  models: 'application/octet-stream',
}

/**
 * Links that open one blob for reading, by a shared access signature: signed with a delegation key of the app's own
 * identity where it has one, with the account key where all it has is a connection string.
 */
export function createBlobMediaLinks(settings: StorageSettings, clock: Clock): MediaLinks {
  const { client, signer } = open(settings, clock)
  const protocol = isLoopbackHttp(client.url) ? SASProtocol.HttpsAndHttp : SASProtocol.Https

  async function prepare(expiresAt: Instant) {
    const expiresOn = new Date(expiresAt)
    const { now, sign } = await signer()
    if (expiresOn.getTime() > now.getTime() + maxMinutes * 60_000 + 1000)
      throw new Fault('input-invalid', `A link lives at most ${maxMinutes} minutes.`)
    return { expiresOn, sign }
  }

  return {
    origin: new URL(client.url).origin,
    link: async (container, path, expiresAt, saveAs) => {
      const { expiresOn, sign } = await prepare(expiresAt)
      const blob = client.getContainerClient(container).getBlobClient(path)
      const signature = sign({
        containerName: container,
        blobName: path,
        permissions: BlobSASPermissions.from({ read: true }),
        expiresOn,
        protocol,
        contentType: contentTypes[container],
        contentDisposition: dispositionOf(contentTypes[container], saveAs),
        cacheControl: 'no-store',
      })
      return `${blob.url}?${signature}`
    },
    uploadLink: async (container, path, expiresAt) => {
      const { expiresOn, sign } = await prepare(expiresAt)
      // Create and write, not read: not even who uploaded can see what lies there.
      const permissions = BlobSASPermissions.from({ create: true, write: true })
      const { url } = client.getContainerClient(container).getBlobClient(path)
      return `${url}?${sign({ containerName: container, blobName: path, permissions, expiresOn, protocol })}`
    },
  }
}

function dispositionOf(contentType: string, saveAs: string | undefined): string {
  if (saveAs !== undefined) return `attachment; filename="${saveAs.replace(/[^A-Za-z0-9.-]/g, '-')}"`
  return contentType.startsWith('application/') ? 'attachment' : 'inline'
}

type Values = Parameters<typeof generateBlobSASQueryParameters>[0]
interface Signer {
  readonly now: Date
  readonly sign: (values: Values) => string
}

function open(settings: StorageSettings, clock: Clock): { client: BlobServiceClient; signer: () => Promise<Signer> } {
  if ('connectionString' in settings) {
    const client = BlobServiceClient.fromConnectionString(settings.connectionString)
    const { credential } = client
    if (!(credential instanceof StorageSharedKeyCredential))
      throw new Fault('setting-invalid', 'The storage connection string has no account key.')
    const sign = (values: Values) => generateBlobSASQueryParameters(values, credential).toString()
    return { client, signer: async () => ({ now: clock(), sign }) }
  }
  const client = new BlobServiceClient(settings.blobUrl, settings.credential)
  const delegation = createDelegation(client)
  return {
    client,
    signer: async () => {
      const now = clock()
      const key = await delegation(now)
      return { now, sign: (values) => generateBlobSASQueryParameters(values, key, client.accountName).toString() }
    },
  }
}

/** A delegation key lives an hour and serves many links; it is fetched anew a quarter of an hour before its end. */
function createDelegation(client: BlobServiceClient): (now: Date) => Promise<UserDelegationKey> {
  let key: UserDelegationKey | undefined
  return async (now) => {
    if (key === undefined || key.signedExpiresOn.getTime() - now.getTime() < 15 * 60_000) {
      key = await client.getUserDelegationKey(new Date(now.getTime() - 15 * 60_000), new Date(now.getTime() + 60 * 60_000))
    }
    return key
  }
}
