import type { ContainerClient } from '@azure/storage-blob'

/** Which version (etag) of which blob was seen by a function, kept in storage so that each fires once. */
export interface BlobReceipts {
  isKnown(name: string, etag: string): boolean
  /** Written when the work is in the queue: from then on it cannot be lost. */
  add(name: string, etag: string): Promise<void>
  isCompleted(name: string, etag: string): Promise<boolean>
  complete(name: string, etag: string): Promise<void>
}

/** Opens the receipts of one function; the place and the form are those of Azure's host. */
export async function openBlobReceipts(hosts: ContainerClient, folder: string): Promise<BlobReceipts> {
  await hosts.createIfNotExists()
  const known = new Set<string>()
  for await (const { name } of hosts.listBlobsFlat({ prefix: `${folder}/` })) known.add(name)
  const path = (name: string, etag: string) => `${folder}/${etag}/${name}`
  const write = async (name: string, etag: string, metadata: Record<string, string>) => {
    await hosts.getBlockBlobClient(path(name, etag)).uploadData(Buffer.alloc(0), { metadata })
    known.add(path(name, etag))
  }
  return {
    isKnown: (name, etag) => known.has(path(name, etag)),
    add: (name, etag) => write(name, etag, {}),
    complete: (name, etag) => write(name, etag, { completed: new Date().toISOString() }),
    isCompleted: async (name, etag) => {
      const properties = await hosts
        .getBlobClient(path(name, etag))
        .getProperties()
        .catch(() => undefined)
      return properties?.metadata?.['completed'] !== undefined
    },
  }
}
