import { createHash } from 'node:crypto'
import type { SpillStore } from '../ports.ts'
import { eventsOf, lineOf } from './event-line.ts'
import type { Storage } from './storage.ts'
import { failureOf } from './transient.ts'

const container = 'spill'

/** One blob per batch that was put aside, named so that the oldest comes first and the same batch is the same blob. */
export function createBlobSpillStore(storage: Storage): SpillStore {
  return {
    async put(events) {
      const first = events[0]
      if (first === undefined) return
      const lines = events.map(lineOf).join('')
      const name = `${first.enqueuedAt.replaceAll(':', '.')}-${createHash('sha256').update(lines).digest('hex').slice(0, 32)}.jsonl`
      await storage.inContainer(container, (client, abortSignal) =>
        client.getBlockBlobClient(name).upload(lines, Buffer.byteLength(lines), { abortSignal }),
      )
    },

    list: (limit) =>
      storage.inContainer(container, async (client, abortSignal) => {
        const pages = client.listBlobsFlat({ abortSignal }).byPage({ maxPageSize: limit })
        const page = (await pages.next()).value
        return page?.segment.blobItems.map(({ name }: { name: string }) => name) ?? []
      }),

    async read(name) {
      try {
        const bytes = await storage.inContainer(container, (client, abortSignal) =>
          client.getBlobClient(name).downloadToBuffer(0, undefined, { abortSignal }),
        )
        return eventsOf(bytes.toString('utf8'))
      } catch (error) {
        if (failureOf(error).status === 404) return undefined
        throw error
      }
    },

    async remove(name) {
      await storage.inContainer(container, (client, abortSignal) => client.getBlobClient(name).deleteIfExists({ abortSignal }))
    },
  }
}
