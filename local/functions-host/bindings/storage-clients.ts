import { TableClient } from '@azure/data-tables'
import { BlobServiceClient } from '@azure/storage-blob'
import { QueueServiceClient } from '@azure/storage-queue'
import { connectionString } from '../app/app-settings.ts'

// One client a connection: each keeps its own pool of sockets.
const blobServices = new Map<string, BlobServiceClient>()
const queueServices = new Map<string, QueueServiceClient>()
const tables = new Map<string, TableClient>()

/** `connection` is the option of a binding: the name of the setting that holds the connection string. */
export function blobService(connection: unknown): BlobServiceClient {
  const text = connectionString(connection)
  return remember(blobServices, text, () => BlobServiceClient.fromConnectionString(text))
}

export function queueService(connection: unknown): QueueServiceClient {
  const text = connectionString(connection)
  return remember(queueServices, text, () => QueueServiceClient.fromConnectionString(text))
}

export function tableClient(connection: unknown, name: string): TableClient {
  const text = connectionString(connection)
  const allowInsecureConnection = /http:\/\/|UseDevelopmentStorage=true/i.test(text)
  return remember(tables, `${name} ${text}`, () => TableClient.fromConnectionString(text, name, { allowInsecureConnection }))
}

function remember<T>(known: Map<string, T>, key: string, create: () => T): T {
  const existing = known.get(key)
  if (existing !== undefined) return existing
  const created = create()
  known.set(key, created)
  return created
}
