import { createHash } from 'node:crypto'
import type { Storage } from './storage.ts'
import type { ContainerName } from './storage-names.ts'

// One block of this size goes through a plain line within the time-out of a call; 50,000 of them make 200 GB.
const blockBytes = 4 * 1024 * 1024

/**
 * Writes a blob as its bytes come, two blocks in memory at most. The blob appears as a whole at the end: one that breaks
 * off before leaves nothing that can be seen.
 */
export async function writeBlocks(
  storage: Storage,
  container: ContainerName,
  path: string,
  content: AsyncIterable<Uint8Array>,
  contentType: string,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  const blocks: string[] = []
  let [bytes, pending, pendingBytes]: [number, Uint8Array[], number] = [0, [], 0]
  let staged: Promise<void> = Promise.resolve()

  const stage = async () => {
    const block = Buffer.concat(pending)
    ;[pending, pendingBytes] = [[], 0]
    const id = Buffer.from(String(blocks.length).padStart(8, '0')).toString('base64')
    blocks.push(id)
    await staged
    staged = storage.inContainer(container, async (client, abortSignal) => {
      await client.getBlockBlobClient(path).stageBlock(id, block, block.length, { abortSignal })
    })
    // Looked at when the next one is staged; until then a failure must not count as unhandled.
    staged.catch(() => {})
  }

  for await (const chunk of content) {
    hash.update(chunk)
    bytes += chunk.length
    pending.push(chunk)
    pendingBytes += chunk.length
    if (pendingBytes >= blockBytes) await stage()
  }
  if (pendingBytes > 0) await stage()
  await staged
  await storage.inContainer(container, (client, abortSignal) =>
    client.getBlockBlobClient(path).commitBlockList(blocks, { blobHTTPHeaders: { blobContentType: contentType }, abortSignal }),
  )
  return { bytes, sha256: hash.digest('hex') }
}
