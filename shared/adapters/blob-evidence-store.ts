import { once } from 'node:events'
import { PassThrough, type Readable } from 'node:stream'
import yazl from 'yazl'
import { Fault } from '../domain/faults.ts'
import type { EvidenceFile, EvidenceStore } from '../ports/playback.ts'
import { hashBlob, openBlob } from './read-blob.ts'
import type { Storage } from './storage.ts'
import { asUnavailable } from './transient.ts'

const container = 'evidence'
// Blocks of 4 MiB, two under way: what is held in memory at any time.
const blockBytes = 4 * 1024 * 1024
const blocksAtOnce = 2
const writeMs = 30 * 60_000

// The clock of the machine must not show in the bytes: every file is dated at the start of ZIP's own time, by the wall.
const mtime = new Date(1980, 0, 1)

export function createBlobEvidenceStore(storage: Storage): EvidenceStore {
  return {
    has: (path) => storage.inContainer(container, (client, abortSignal) => client.getBlobClient(path).exists({ abortSignal })),
    sha256: (name, blob) => hashBlob(storage, name, blob),

    async write(path, files) {
      const target = await storage.inContainer(container, async (client, abortSignal) => {
        await client.createIfNotExists({ abortSignal })
        return client.getBlockBlobClient(path)
      })
      const abort = new AbortController()
      const zip = new yazl.ZipFile()
      // A blob that breaks off is heard where it is read.
      zip.on('error', () => {})
      const out = zip.outputStream.pipe(new PassThrough())
      const upload = target.uploadStream(out, blockBytes, blocksAtOnce, {
        blobHTTPHeaders: { blobContentType: 'application/zip' },
        abortSignal: AbortSignal.any([abort.signal, AbortSignal.timeout(writeMs)]),
      })
      try {
        await Promise.race([addAll(zip, files), upload])
        await upload
      } catch (error) {
        // Blocks that were never committed are nothing: Azure drops them by itself.
        abort.abort(error)
        out.destroy(error instanceof Error ? error : undefined)
        await upload.catch(() => {})
        throw asUnavailable(error)
      }
    },
  }

  /** One file after the other: a blob is opened only when the ZIP has come to it. */
  async function addAll(zip: yazl.ZipFile, files: readonly EvidenceFile[]): Promise<void> {
    for (const file of files) {
      if ('text' in file) {
        zip.addBuffer(Buffer.from(file.text), file.path, { mtime, forceDosTimestamp: true })
        continue
      }
      const body = await openBlob(storage, file.container, file.blob)
      if (body === undefined) throw new Fault('not-found', `${file.container}/${file.blob}`)
      await addStream(zip, body, file.path)
    }
    zip.end()
  }

  async function addStream(zip: yazl.ZipFile, body: Readable, path: string): Promise<void> {
    const ended = once(body, 'end')
    // Video and pictures are compressed already.
    zip.addReadStream(body, path, { mtime, forceDosTimestamp: true, compress: false })
    await ended
  }
}
