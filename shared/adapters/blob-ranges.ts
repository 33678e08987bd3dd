import { Fault } from '../domain/faults.ts'
import type { Storage } from './storage.ts'
import type { ContainerName } from './storage-names.ts'
import { failureOf } from './transient.ts'

const chunkBytes = 4 * 1024 * 1024
const keptChunks = 3

/** A blob that is read here and there. All reads are of the version that it had when it was opened. */
export interface BlobRanges {
  readonly bytes: number
  read(start: number, end: number): AsyncIterable<Uint8Array>
}

/** The few chunks that were read last are kept: a ZIP of many small files is read with one call for each 4 MiB. @throws Fault `not-found` */
export async function openBlobRanges(storage: Storage, container: ContainerName, path: string): Promise<BlobRanges> {
  const { contentLength = 0, etag = '' } = await storage
    .inContainer(container, (client, abortSignal) => client.getBlobClient(path).getProperties({ abortSignal }))
    .catch((cause) => {
      if (failureOf(cause).status === 404) throw new Fault('not-found', `There is no file ${path}.`, { cause })
      throw cause
    })
  const kept = new Map<number, Promise<Buffer>>()

  const chunk = (number: number): Promise<Buffer> => {
    const known = kept.get(number)
    const start = number * chunkBytes
    const read = known ?? readRange(start, Math.min(chunkBytes, contentLength - start))
    kept.delete(number)
    kept.set(number, read)
    for (const oldest of kept.keys()) if (kept.size > keptChunks) kept.delete(oldest)
    return read
  }

  const readRange = (start: number, count: number) =>
    storage.inContainer(container, (client, abortSignal) =>
      client.getBlobClient(path).downloadToBuffer(start, count, { conditions: { ifMatch: etag }, abortSignal, blockSize: chunkBytes }),
    )

  return {
    bytes: contentLength,
    async *read(start, end) {
      for (let at = start; at < end; ) {
        const number = Math.floor(at / chunkBytes)
        const first = at - number * chunkBytes
        const piece = (await chunk(number)).subarray(first, Math.min(chunkBytes, first + end - at))
        yield piece
        at += piece.length
      }
    },
  }
}
