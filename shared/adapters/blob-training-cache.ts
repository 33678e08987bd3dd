import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { ContainerClient } from '@azure/storage-blob'
import type { Clock } from '../domain/clock.ts'
import { Fault } from '../domain/faults.ts'
import type { MediaLinks, TrainingCache } from '../ports.ts'
import { writeBlocks } from './block-writer.ts'
import { openBlob } from './read-blob.ts'
import type { Storage } from './storage.ts'
import { failureOf } from './transient.ts'

const container = 'training'
const atOnce = 16
const linkMinutes = 10

interface Source {
  /** Links into the account of the frames: the cache's service fetches by them, also from another account. */
  readonly links: Pick<MediaLinks, 'link'>
  readonly clock: Clock
}

/** Container `training` of the premium account; on a laptop the one account is both. */
export function createBlobTrainingCache(storage: Storage, { links, clock }: Source): TrainingCache {
  /** Answers whether it was not there yet. */
  async function copyFrame({ frame, path }: { frame: string; path: string }): Promise<boolean> {
    const expiresAt = new Date(clock().getTime() + linkMinutes * 60_000).toISOString()
    const source = await links.link('ml-data', `frames/${frame}.jpg`, expiresAt)
    try {
      // Copied before the answer comes, which is possible up to 256 MB: nothing to poll for.
      await storage.inContainer(container, (client, abortSignal) =>
        client.getBlobClient(path).syncCopyFromURL(source, { conditions: { ifNoneMatch: '*' }, abortSignal }),
      )
      return true
    } catch (error) {
      const { status } = failureOf(error)
      if (status === 409 || status === 412) return false
      if (status === 404) throw new Fault('dataset-damaged', `Frame ${frame} is not stored.`, { cause: error })
      throw error
    }
  }

  const list = (prefix: string) =>
    storage.inContainer(container, async (client, abortSignal) => {
      const found: { path: string; bytes: number }[] = []
      for await (const { name, properties } of client.listBlobsFlat({ prefix, abortSignal }))
        found.push({ path: name, bytes: properties.contentLength ?? 0 })
      return found
    })

  return {
    async copyFrames(frames) {
      let copied = 0
      let group: { frame: string; path: string }[] = []
      const copyGroup = async () => {
        copied += (await Promise.all(group.map(copyFrame))).filter(Boolean).length
        group = []
      }
      for await (const frame of frames) {
        group.push(frame)
        if (group.length === atOnce) await copyGroup()
      }
      await copyGroup()
      return copied
    },

    write: async (path, text) => {
      await writeBlocks(storage, container, path, inPieces(text), 'text/plain; charset=utf-8')
    },
    read: async (path) => {
      const body = await openBlob(storage, container, path)
      return body && Buffer.concat(await body.toArray())
    },
    list,

    async fetch(path, file, maxBytes) {
      const size = await sizeOf(storage, path)
      if (size > maxBytes) throw new Fault('input-invalid', `${path} has ${size} bytes, at most ${maxBytes} are taken.`)
      const body = await openBlob(storage, container, path)
      if (body === undefined) throw new Fault('not-found', path)
      await pipeline(body, createWriteStream(file))
    },

    async remove(prefix) {
      const paths = (await list(prefix)).map(({ path }) => path)
      const removeOne = (path: string) =>
        storage.inContainer(container, (client: ContainerClient, abortSignal) => client.getBlobClient(path).deleteIfExists({ abortSignal }))
      for (let from = 0; from < paths.length; from += atOnce) await Promise.all(paths.slice(from, from + atOnce).map(removeOne))
    },
  }
}

async function sizeOf(storage: Storage, path: string): Promise<number> {
  try {
    const { contentLength = 0 } = await storage.inContainer(container, (client, abortSignal) =>
      client.getBlobClient(path).getProperties({ abortSignal }),
    )
    return contentLength
  } catch (cause) {
    if (failureOf(cause).status === 404) throw new Fault('not-found', path, { cause })
    throw cause
  }
}

async function* inPieces(text: string): AsyncGenerator<Uint8Array> {
  const pieceCharacters = 1024 * 1024
  // Cut between characters, never within a pair of surrogates.
  for (let from = 0; from < text.length; ) {
    let to = Math.min(text.length, from + pieceCharacters)
    if (to < text.length && /[\uD800-\uDBFF]/.test(text.charAt(to - 1))) to--
    yield Buffer.from(text.slice(from, to))
    from = to
  }
}
