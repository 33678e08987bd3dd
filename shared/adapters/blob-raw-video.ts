import { createHash } from 'node:crypto'
import { z } from 'zod'
import { Id } from '../domain/ids.ts'
import type { RawVideo, RawVideoStore } from '../ports/playback.ts'
import type { Storage } from './storage.ts'
import { isGoneAfter } from './transient.ts'

const container = 'raw-video'
const blobsAtOnce = 1000

export function createBlobRawVideo(storage: Storage): RawVideoStore {
  return {
    async *list(site) {
      let continuationToken: string | undefined
      do {
        const page = await storage.inContainer(container, async (client, abortSignal) => {
          const pages = client
            .listBlobsFlat({ prefix: `${site}/`, abortSignal })
            .byPage({ maxPageSize: blobsAtOnce, ...(continuationToken !== undefined && { continuationToken }) })
          return (await pages.next()).value
        })
        for (const { name, properties } of page?.segment.blobItems ?? []) {
          const parsed = parsePath(name)
          if (parsed === undefined) continue
          yield { ...parsed, path: name, bytes: properties.contentLength ?? 0, version: properties.etag }
        }
        continuationToken = page?.continuationToken || undefined
      } while (continuationToken !== undefined)
    },

    remove: ({ path, version }) =>
      isGoneAfter(
        storage.inContainer(container, (client, abortSignal) =>
          client.getBlobClient(path).delete({ conditions: { ifMatch: version }, abortSignal }),
        ),
      ),

    async keepRemovalList(site, at, lines) {
      const text = `${lines.join('\n')}\n`
      const sha256 = createHash('sha256').update(text).digest('hex')
      const path = `removed-video/${site}/${at.slice(0, 10).replaceAll('-', '/')}/${sha256}.txt`
      await storage.inContainer('audit', (client, abortSignal) =>
        client.getBlockBlobClient(path).upload(text, Buffer.byteLength(text), {
          blobHTTPHeaders: { blobContentType: 'text/plain; charset=utf-8' },
          abortSignal,
        }),
      )
      return sha256
    },
  }
}

/** What `recordingPath` made is read back; what is named otherwise is not ours to remove. */
function parsePath(path: string): Pick<RawVideo, 'camera' | 'recording' | 'startedAt'> | undefined {
  const found = /^[^/]+\/([^/]+)\/(\d{4})\/(\d\d)\/(\d\d)\/(\d\d)(\d\d)(\d\d)(\d{3})-([^/]+)\.mp4$/.exec(path)
  if (found === null) return undefined
  const [, camera, year, month, day, hour, minute, second, ms, recording] = found
  const ids = z.object({ camera: Id, recording: Id }).safeParse({ camera, recording })
  return ids.success ? { ...ids.data, startedAt: `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z` } : undefined
}
