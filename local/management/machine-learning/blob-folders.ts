import { mkdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob'
import type { DatastorePath } from './datastore-path.ts'
import type { Datastore } from './workspace-options.ts'

/** Folders of datastores, from and to this machine. */
export interface BlobFolders {
  has(datastore: string): boolean
  /** A folder with all below it, or a single file under its own name. Answers how many files there were. */
  download(from: DatastorePath, folder: string, signal: AbortSignal): Promise<number>
  upload(file: string, to: DatastorePath): Promise<void>
  remove(at: DatastorePath): Promise<void>
}

const filesAtOnce = 12
// A storage that restarts is back within seconds.
const retryOptions = { maxTries: 8, tryTimeoutInMs: 60_000, retryDelayInMs: 200, maxRetryDelayInMs: 1000 }

export function openBlobFolders(datastores: Readonly<Record<string, Datastore>>): BlobFolders {
  const containers = new Map<string, ContainerClient>()
  const made = new Map<string, Promise<unknown>>()
  for (const [name, { connectionString, container }] of Object.entries(datastores))
    containers.set(name, BlobServiceClient.fromConnectionString(connectionString, { retryOptions }).getContainerClient(container))

  const open = async (name: string): Promise<ContainerClient> => {
    const container = containers.get(name)
    if (container === undefined) throw new Error(`There is no datastore '${name}'.`)
    const making = made.get(name) ?? container.createIfNotExists()
    made.set(name, making)
    await making.catch((error) => {
      made.delete(name)
      throw error
    })
    return container
  }

  return {
    has: (datastore) => containers.has(datastore),

    download: async ({ datastore, path }, folder, signal) => {
      const container = await open(datastore)
      const single = container.getBlobClient(path)
      if (path !== '' && (await single.exists({ abortSignal: signal }))) {
        await fetchBlob(container, path, join(folder, path.split('/').at(-1)!), signal)
        return 1
      }
      const prefix = path === '' ? '' : `${path}/`
      let count = 0
      const names: string[] = []
      for await (const { name } of container.listBlobsFlat({ prefix, abortSignal: signal })) names.push(name)
      const next = names.values()
      await Promise.all(
        Array.from({ length: filesAtOnce }, async () => {
          for (const name of next) {
            await fetchBlob(container, name, inside(folder, name.slice(prefix.length)), signal)
            count++
          }
        }),
      )
      return count
    },

    upload: async (file, { datastore, path }) => {
      const blob = (await open(datastore)).getBlockBlobClient(path)
      // The client takes an empty file that grows at that moment for one that it did not announce.
      if ((await stat(file)).size === 0) await blob.upload('', 0)
      else await blob.uploadFile(file)
    },

    remove: async ({ datastore, path }) => {
      await (await open(datastore)).getBlobClient(path).deleteIfExists()
    },
  }
}

async function fetchBlob(container: ContainerClient, name: string, file: string, signal: AbortSignal): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await container.getBlobClient(name).downloadToFile(file, 0, undefined, { abortSignal: signal })
}

/** Blob names may hold anything; a file must stay in its folder. */
function inside(folder: string, name: string): string {
  const parts = name.split('/')
  if (parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('\\')))
    throw new Error(`The blob '${name}' has a name that no file can have.`)
  return join(folder, ...parts)
}
