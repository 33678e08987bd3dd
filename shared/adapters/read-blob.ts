import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Fault } from '../domain/faults.ts'
import type { Storage } from './storage.ts'
import type { ContainerName } from './storage-names.ts'
import { failureOf, isTransient } from './transient.ts'

// Reading 4 GB takes its time; the limit is for a connection that hangs.
const readMs = 30 * 60_000
const attempts = 3

/** The SHA-256 of a blob, read from its start to its end. Undefined where there is none. */
export async function hashBlob(storage: Storage, container: ContainerName, path: string): Promise<string | undefined> {
  return readBlob(storage, container, path, async (body) => {
    const hash = createHash('sha256')
    for await (const chunk of body) hash.update(chunk)
    return hash.digest('hex')
  })
}

/** Into a file of this machine. @throws Fault `not-found` */
export async function downloadBlob(storage: Storage, container: ContainerName, path: string, file: string): Promise<void> {
  const isThere = await readBlob(storage, container, path, async (body) => {
    await pipeline(body, createWriteStream(file))
    return true
  })
  if (isThere === undefined) throw new Fault('not-found', `${container}/${path}`)
}

/** Undefined where there is none. */
export async function readText(storage: Storage, container: ContainerName, path: string): Promise<string | undefined> {
  return readBlob(storage, container, path, async (body) => Buffer.concat(await body.toArray()).toString('utf8'))
}

/** The body of a blob; whoever asks must read it to its end or destroy it. Undefined where there is none. */
export async function openBlob(storage: Storage, container: ContainerName, path: string): Promise<Readable | undefined> {
  return (await open(storage, container, path))?.body
}

/**
 * Reads a blob from its start to its end, and from its start again when it breaks off. Undefined where there is none.
 *
 * @param read Gets the body and its version
 */
export async function readBlob<T>(
  storage: Storage,
  container: ContainerName,
  path: string,
  read: (body: Readable, version: string) => Promise<T>,
): Promise<T | undefined> {
  for (let attempt = 1; ; attempt++) {
    const opened = await open(storage, container, path)
    if (opened === undefined) return undefined
    try {
      return await read(opened.body, opened.version)
    } catch (error) {
      opened.body.destroy()
      if (!isTransient(error)) throw error
      if (attempt === attempts)
        throw new Fault('storage-unavailable', `${container}/${path} broke off ${attempts} times.`, { cause: error })
    }
  }
}

async function open(storage: Storage, container: ContainerName, path: string): Promise<{ body: Readable; version: string } | undefined> {
  try {
    // The storage's own deadline is for the answer to begin; its body may take long.
    const { readableStreamBody, etag = '' } = await storage.inContainer(container, (client) =>
      client.getBlobClient(path).download(0, undefined, { abortSignal: AbortSignal.timeout(readMs) }),
    )
    return readableStreamBody && { body: readableStreamBody as Readable, version: etag }
  } catch (error) {
    if (failureOf(error).status === 404) return undefined
    throw error
  }
}
