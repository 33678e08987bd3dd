import { createHash } from 'node:crypto'
import type { Storage } from './storage.ts'
import type { ContainerName } from './storage-names.ts'
import { failureOf } from './transient.ts'

/** Bytes in one block, and in one read: large enough to be fast, small enough for the deadline of a call. */
const blockBytes = 4 * 1024 * 1024

/** Undefined where there is no such blob. */
export async function readText(
  storage: Storage,
  container: ContainerName,
  path: string,
): Promise<{ text: string; etag: string } | undefined> {
  try {
    return await storage.inContainer(container, async (client, abortSignal) => {
      const { readableStreamBody, etag = '' } = await client.getBlobClient(path).download(0, undefined, { abortSignal })
      const chunks: Buffer[] = []
      for await (const chunk of readableStreamBody ?? []) chunks.push(Buffer.from(chunk))
      return { text: Buffer.concat(chunks).toString('utf8'), etag }
    })
  } catch (error) {
    if (failureOf(error).status === 404) return undefined
    throw error
  }
}

/** @param condition What must be true of the blob before, e.g. `{ ifMatch: etag }`; otherwise the SDK's error 409 or 412 comes */
export async function writeText(
  storage: Storage,
  container: ContainerName,
  path: string,
  text: string,
  condition: { ifMatch?: string; ifNoneMatch?: string } = {},
): Promise<void> {
  await storage.inContainer(container, (client, abortSignal) =>
    client.getBlockBlobClient(path).upload(text, Buffer.byteLength(text), {
      ...{ conditions: condition, abortSignal },
      blobHTTPHeaders: { blobContentType: 'application/json' },
    }),
  )
}

/**
 * Writes lines as they come, a block at a time. The blob is there, whole, only when `isRight` said yes to the SHA-256 of
 * all of it; blocks that nothing came of are gone after a week, by themselves.
 *
 * @returns Whether it was written
 */
export async function writeLines(
  storage: Storage,
  container: ContainerName,
  path: string,
  lines: AsyncIterable<string>,
  isRight: (sha256: string) => boolean,
): Promise<boolean> {
  const hash = createHash('sha256')
  const ids: string[] = []
  let waiting: string[] = []
  let waitingCharacters = 0
  const stage = async () => {
    const block = Buffer.from(waiting.join(''), 'utf8')
    waiting = []
    waitingCharacters = 0
    hash.update(block)
    const id = Buffer.from(String(ids.length).padStart(6, '0')).toString('base64')
    ids.push(id)
    await storage.inContainer(container, (client, abortSignal) =>
      client.getBlockBlobClient(path).stageBlock(id, block, block.length, { abortSignal }),
    )
  }
  for await (const line of lines) {
    waiting.push(line)
    waitingCharacters += line.length
    if (waitingCharacters >= blockBytes) await stage()
  }
  if (waitingCharacters > 0) await stage()
  if (!isRight(hash.digest('hex'))) return false
  await storage.inContainer(container, (client, abortSignal) =>
    client.getBlockBlobClient(path).commitBlockList(ids, { abortSignal, blobHTTPHeaders: { blobContentType: 'application/jsonl' } }),
  )
  return true
}

export interface ReadLine {
  /** Without its end. */
  readonly text: string
  /** Where the next one begins. */
  readonly next: number
}

/**
 * Reads a blob line by line, in pieces that are asked for one by one: a slow reader holds no connection open.
 *
 * @param start Byte to begin with
 * @param pieceBytes So much is read at once; little where only a page is wanted
 * @returns The SHA-256 of what was read, when all of it was; undefined at once where there is no such blob
 */
export async function* readLines(
  storage: Storage,
  container: ContainerName,
  path: string,
  start = 0,
  pieceBytes = blockBytes,
): AsyncGenerator<ReadLine, string | undefined> {
  const size = await sizeOf(storage, container, path)
  if (size === undefined) return undefined
  const read = (offset: number) =>
    storage.inContainer(container, (client, abortSignal) =>
      client.getBlobClient(path).downloadToBuffer(offset, Math.min(pieceBytes, size - offset), { abortSignal }),
    )
  const hash = createHash('sha256')
  let rest: Buffer = Buffer.alloc(0)
  let next = start
  for (let offset = start; offset < size; offset += pieceBytes) {
    const piece = await read(offset)
    hash.update(piece)
    const data = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    let from = 0
    for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10, from)) {
      next += end + 1 - from
      yield { text: data.toString('utf8', from, end), next }
      from = end + 1
    }
    rest = data.subarray(from)
  }
  if (rest.length > 0) yield { text: rest.toString('utf8'), next: size }
  return hash.digest('hex')
}

async function sizeOf(storage: Storage, container: ContainerName, path: string): Promise<number | undefined> {
  try {
    const { contentLength = 0 } = await storage.inContainer(container, (client, abortSignal) =>
      client.getBlobClient(path).getProperties({ abortSignal }),
    )
    return contentLength
  } catch (error) {
    if (failureOf(error).status === 404) return undefined
    throw error
  }
}
