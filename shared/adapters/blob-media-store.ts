import { createHash } from 'node:crypto'
import { Fault } from '../domain/faults.ts'
import type { MediaStore } from '../ports.ts'
import { copyBlob } from './copy-blob.ts'
import { readBytes } from './put-once.ts'
import { readBlob } from './read-blob.ts'
import type { Storage } from './storage.ts'
import { failureOf } from './transient.ts'

const contentTypes = { 'raw-video': 'video/mp4', snapshots: 'image/jpeg', quarantine: 'application/octet-stream' } as const

export function createBlobMediaStore(storage: Storage): MediaStore {
  return {
    inspectUpload: (path) =>
      readBlob(storage, 'uploads', path, async (body, version) => {
        const hash = createHash('sha256')
        let head = Buffer.alloc(0)
        let bytes = 0
        for await (const chunk of body) {
          const data = Buffer.from(chunk)
          if (head.length < 16) head = Buffer.concat([head, data.subarray(0, 16 - head.length)])
          hash.update(data)
          bytes += data.length
        }
        return { path, version, bytes, sha256: hash.digest('hex'), head }
      }),

    has: (name, path) => storage.inContainer(name, (container, abortSignal) => container.getBlobClient(path).exists({ abortSignal })),

    async accept(upload, name, path) {
      try {
        await copyBlob(storage, { container: 'uploads', path: upload.path }, { container: name, path }, upload.version)
        // The copy has whatever type the device gave the upload.
        await storage.inContainer(name, (container, abortSignal) =>
          container.getBlobClient(path).setHTTPHeaders({ blobContentType: contentTypes[name] }, { abortSignal }),
        )
      } catch (error) {
        if (failureOf(error).status === 412) throw new Fault('upload-changed', upload.path, { cause: error })
        throw error
      }
    },

    readUpload: (path) => readBytes(storage, 'uploads', path),

    readSnapshot: (path) => readBytes(storage, 'snapshots', path),

    async removeUpload(path) {
      await storage.inContainer('uploads', (container, abortSignal) => container.getBlobClient(path).deleteIfExists({ abortSignal }))
    },
  }
}
