import { createHash } from 'node:crypto'
import { Fault } from '../domain/faults.ts'
import type { MediaStore } from '../ports.ts'
import type { Storage } from './storage.ts'
import { failureOf } from './transient.ts'

// Reading 4 GB takes its time; the limit is for a connection that hangs.
const inspectMs = 30 * 60_000

const contentTypes = { 'raw-video': 'video/mp4', snapshots: 'image/jpeg', quarantine: 'application/octet-stream' } as const

export function createBlobMediaStore(storage: Storage): MediaStore {
  return {
    async inspectUpload(path) {
      try {
        return await storage.inContainer('uploads', async (container) => {
          const { readableStreamBody, etag } = await container.getBlobClient(path).download(0, undefined, {
            abortSignal: AbortSignal.timeout(inspectMs),
          })
          const hash = createHash('sha256')
          let head = Buffer.alloc(0)
          let bytes = 0
          for await (const chunk of readableStreamBody ?? []) {
            const data = Buffer.from(chunk)
            if (head.length < 16) head = Buffer.concat([head, data.subarray(0, 16 - head.length)])
            hash.update(data)
            bytes += data.length
          }
          return { path, version: etag ?? '', bytes, sha256: hash.digest('hex'), head }
        })
      } catch (error) {
        if (failureOf(error).status === 404) return undefined
        throw error
      }
    },

    has: (name, path) => storage.inContainer(name, (container, abortSignal) => container.getBlobClient(path).exists({ abortSignal })),

    async accept(upload, name, path) {
      const source = await storage.inContainer('uploads', async (container) => container.getBlobClient(upload.path).url)
      try {
        await storage.inContainer(name, async (container, abortSignal) => {
          const copy = await container.getBlobClient(path).beginCopyFromURL(source, {
            sourceConditions: { ifMatch: upload.version },
            abortSignal,
          })
          await copy.pollUntilDone()
          // The copy has whatever type the device gave the upload.
          await container.getBlobClient(path).setHTTPHeaders({ blobContentType: contentTypes[name] }, { abortSignal })
        })
      } catch (error) {
        if (failureOf(error).status === 412) throw new Fault('upload-changed', upload.path, { cause: error })
        throw error
      }
    },

    async removeUpload(path) {
      await storage.inContainer('uploads', (container, abortSignal) => container.getBlobClient(path).deleteIfExists({ abortSignal }))
    },
  }
}
