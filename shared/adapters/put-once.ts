import { createHash } from 'node:crypto'
import { Fault, type FaultCode } from '../domain/faults.ts'
import { openBlob } from './read-blob.ts'
import type { Storage } from './storage.ts'
import type { ContainerName } from './storage-names.ts'
import { failureOf } from './transient.ts'

// One block goes through a plain line within the deadline of a call.
const blockBytes = 4 * 1024 * 1024

/**
 * Writes a blob that never changes. The same bytes again change nothing, also after an answer that was lost.
 *
 * @param taken The fault that other bytes under this name are
 */
export async function putOnce(
  storage: Storage,
  container: ContainerName,
  path: string,
  bytes: Uint8Array,
  contentType: string,
  taken: FaultCode,
): Promise<void> {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const digest = createHash('sha256').update(body).digest('hex').slice(0, 24)
  const blocks: string[] = []
  if (body.length > blockBytes) {
    for (let from = 0; from < body.length; from += blockBytes) {
      // Two writers of different bytes must not take each other's blocks: their names are those of the whole.
      const id = Buffer.from(`${digest}-${String(blocks.length).padStart(6, '0')}`).toString('base64')
      const block = body.subarray(from, from + blockBytes)
      await storage.inContainer(container, (client, abortSignal) =>
        client.getBlockBlobClient(path).stageBlock(id, block, block.length, { abortSignal }),
      )
      blocks.push(id)
    }
  }
  const options = { blobHTTPHeaders: { blobContentType: contentType }, conditions: { ifNoneMatch: '*' } }
  try {
    await storage.inContainer(container, (client, abortSignal) => {
      const blob = client.getBlockBlobClient(path)
      return blocks.length > 0
        ? blob.commitBlockList(blocks, { ...options, abortSignal })
        : blob.upload(body, body.length, { ...options, abortSignal })
    })
  } catch (error) {
    const { status } = failureOf(error)
    if (status !== 409 && status !== 412) throw error
    const stored = await readBytes(storage, container, path)
    if (stored === undefined || !stored.equals(body))
      throw new Fault(taken, `${path} is there already, with other bytes.`, { cause: error })
  }
}

/** Undefined where there is none. */
export async function readBytes(storage: Storage, container: ContainerName, path: string): Promise<Buffer | undefined> {
  const body = await openBlob(storage, container, path)
  return body && Buffer.concat(await body.toArray())
}
