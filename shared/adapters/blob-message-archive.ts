import type { ReceivedEvent } from '../domain/received-event.ts'
import type { MessageArchive } from '../ports.ts'
import { lineOf } from './event-line.ts'
import type { Storage } from './storage.ts'
import { failureOf } from './transient.ts'

// An append blob takes 50,000 blocks of 4 MiB (100 MiB since version 2022-11-02).
const maxBlockBytes = 4 * 1024 * 1024

/** Container `raw-messages`: one append blob an hour of hub time, then -2, -3 … as each fills up. Batches may be in it twice. */
export function createBlobMessageArchive(storage: Storage): MessageArchive {
  const parts = new Map<string, number>()

  async function append(hour: string, block: string): Promise<void> {
    const part = parts.get(hour) ?? 1
    const path = part === 1 ? `${hour}.jsonl` : `${hour}-${part}.jsonl`
    try {
      await storage.inContainer('raw-messages', async (container, abortSignal) => {
        const blob = container.getAppendBlobClient(path)
        try {
          await blob.appendBlock(block, Buffer.byteLength(block), { abortSignal })
        } catch (error) {
          if (failureOf(error).code !== 'BlobNotFound') throw error
          await blob.createIfNotExists({ blobHTTPHeaders: { blobContentType: 'application/jsonl' }, abortSignal })
          await blob.appendBlock(block, Buffer.byteLength(block), { abortSignal })
        }
      })
    } catch (error) {
      if (failureOf(error).code !== 'BlockCountExceedsLimit') throw error
      if (parts.size > 100) parts.clear()
      parts.set(hour, part + 1)
      await append(hour, block)
    }
  }

  return {
    async append(events) {
      const blocks = [...hoursOf(events)].flatMap(([hour, lines]) => blocksOf(lines).map((block) => [hour, block] as const))
      for (const [hour, block] of blocks) await append(hour, block)
    },
  }
}

function hoursOf(events: readonly ReceivedEvent[]): Map<string, string[]> {
  const hours = new Map<string, string[]>()
  for (const event of events) {
    const hour = event.enqueuedAt.slice(0, 13).replaceAll(/[-T]/g, '/')
    const lines = hours.get(hour) ?? []
    lines.push(lineOf(event))
    hours.set(hour, lines)
  }
  return hours
}

function blocksOf(lines: readonly string[]): string[] {
  const blocks: string[] = []
  let block = ''
  for (const line of lines) {
    // Base64 and JSON of ours are ASCII: characters are bytes.
    if (block !== '' && block.length + line.length > maxBlockBytes) {
      blocks.push(block)
      block = ''
    }
    block += line
  }
  if (block !== '') blocks.push(block)
  return blocks
}
