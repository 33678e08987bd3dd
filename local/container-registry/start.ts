import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { openContent } from './content.ts'
import { createRequestListener } from './create-request-listener.ts'
import { openRepositories } from './repositories.ts'
import { openUploads } from './uploads.ts'

export interface ContainerRegistry {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  close(): Promise<void>
}

export interface ContainerRegistryOptions {
  /** Default: one that is free. */
  readonly port?: number
  readonly folder: string
  /** Of a blob. Default 2 GiB. */
  readonly maxBlobBytes?: number
}

/** Starts a registry on loopback that keeps everything in a folder. */
export async function startContainerRegistry({
  port = 0,
  folder,
  maxBlobBytes = 2 ** 31,
}: ContainerRegistryOptions): Promise<ContainerRegistry> {
  const content = openContent(folder)
  const repositories = openRepositories(join(folder, 'repositories'), content.scratch)
  const uploads = openUploads(content, repositories, maxBlobBytes)
  const server = createServer(createRequestListener({ content, repositories, uploads }))
  // Large blobs take as long as they take; a client that went away ends its request by itself.
  server.requestTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
