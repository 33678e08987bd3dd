import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Content } from './content.ts'
import { RegistryError } from './registry-error.ts'
import type { Repositories } from './repositories.ts'
import { isMissing, listFolder, removeFile } from './whole-files.ts'

/** Blobs on their way. How far one is says its file alone, so a client goes on where it was after a restart of ours. */
export interface Uploads {
  begin(name: string): Promise<string>
  /** Bytes so far. @throws RegistryError `BLOB_UPLOAD_UNKNOWN` */
  size(name: string, id: string): Promise<number>
  /** Appends what comes and answers the bytes then. With `from` it must be just what is missing next. */
  append(name: string, id: string, body: Readable, range: ChunkRange | undefined): Promise<number>
  /** Makes it a blob of the repository. @throws RegistryError `DIGEST_INVALID` when it is another one; the upload is gone then */
  finish(name: string, id: string, digest: string): Promise<void>
  cancel(name: string, id: string): Promise<void>
}

export interface ChunkRange {
  readonly from: number
  readonly to: number
}

const dayMs = 24 * 3_600_000

export function openUploads(content: Content, repositories: Repositories, maxBytes: number): Uploads {
  const busy = new Set<string>()
  const fileOf = (name: string, id: string) => {
    if (!/^[0-9a-f-]{36}$/.test(id)) throw unknownUpload(id)
    return join(repositories.uploadsFolder(name), id)
  }

  async function size(name: string, id: string): Promise<number> {
    try {
      return (await stat(fileOf(name, id))).size
    } catch (error) {
      throw isMissing(error) ? unknownUpload(id) : error
    }
  }

  /** Two requests that write one upload at once would mix their bytes. */
  async function alone<T>(id: string, work: () => Promise<T>): Promise<T> {
    if (busy.has(id)) throw new RegistryError('BLOB_UPLOAD_INVALID', 'Another request writes this upload now.')
    busy.add(id)
    try {
      return await work()
    } finally {
      busy.delete(id)
    }
  }

  async function append(name: string, id: string, body: Readable, range: ChunkRange | undefined): Promise<number> {
    const before = await size(name, id)
    if (range !== undefined && range.from !== before) throw outOfOrder(name, id, before)
    const file = await open(fileOf(name, id), 'a')
    let bytes = before
    try {
      for await (const chunk of body as AsyncIterable<Buffer>) {
        bytes += chunk.length
        if (bytes > maxBytes) throw new RegistryError('TOO_LARGE', `A blob may have ${maxBytes} bytes.`)
        await file.write(chunk)
      }
      if (range !== undefined && bytes !== range.to + 1)
        throw new RegistryError('SIZE_INVALID', `Content-Range ends at ${range.to}; ${bytes - before} bytes came from ${before} on.`)
    } catch (error) {
      if (error instanceof RegistryError) await file.truncate(before)
      throw error
    } finally {
      await file.close()
    }
    return bytes
  }

  async function finish(name: string, id: string, digest: string): Promise<void> {
    await size(name, id)
    const path = fileOf(name, id)
    const found = await digestOf(path)
    if (found !== digest) {
      await removeFile(path)
      throw new RegistryError('DIGEST_INVALID', `What came has the digest ${found}.`)
    }
    await flush(path)
    await content.take(path, digest)
    await repositories.addBlob(name, digest)
  }

  return {
    begin: async (name) => {
      const folder = repositories.uploadsFolder(name)
      await mkdir(folder, { recursive: true })
      await removeForgotten(folder)
      const id = randomUUID()
      await (await open(join(folder, id), 'wx')).close()
      return id
    },
    size,
    append: (name, id, body, range) => alone(id, () => append(name, id, body, range)),
    finish: (name, id, digest) => alone(id, () => finish(name, id, digest)),
    cancel: async (name, id) => {
      await size(name, id)
      await alone(id, () => removeFile(fileOf(name, id)))
    },
  }
}

const unknownUpload = (id: string) => new RegistryError('BLOB_UPLOAD_UNKNOWN', `There is no upload ${id}.`)

function outOfOrder(name: string, id: string, size: number): RegistryError {
  return new RegistryError('RANGE_INVALID', `The next chunk begins at ${size}.`, {
    location: `/v2/${name}/blobs/uploads/${id}`,
    range: `0-${Math.max(0, size - 1)}`,
  })
}

/** Who did not come back within a day begins anew. */
async function removeForgotten(folder: string): Promise<void> {
  for (const id of await listFolder(folder)) {
    const path = join(folder, id)
    const changedAt = await stat(path).catch(() => undefined)
    if (changedAt !== undefined && Date.now() - changedAt.mtimeMs > dayMs) await removeFile(path)
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return `sha256:${hash.digest('hex')}`
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
