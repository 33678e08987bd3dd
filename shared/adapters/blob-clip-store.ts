import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Fault } from '../domain/faults.ts'
import type { ClipSource, ClipStore } from '../ports/playback.ts'
import { clipVideo, type Segment } from '../video/clip-video.ts'
import { downloadBlob } from './read-blob.ts'
import type { Storage } from './storage.ts'
import { asUnavailable } from './transient.ts'
import { undateMp4 } from './undate-mp4.ts'

const container = 'clips'
// Sending ten minutes of video takes its time; the limit is for a connection that hangs.
const uploadMs = 10 * 60_000

/** `{site}/{sha256}.mp4`: the same stretch asked for twice is one clip. */
export function createBlobClipStore(storage: Storage): ClipStore {
  return {
    async cut(site, sources, from, to) {
      const folder = await mkdtemp(join(tmpdir(), 'sightloop-clip-'))
      try {
        const segments: Segment[] = []
        for (const [index, source] of sources.entries()) {
          const file = join(folder, `${index}.mp4`)
          await download(source, file)
          segments.push({ file, startsAtMs: Date.parse(source.startedAt) })
        }
        const out = join(folder, 'clip.mp4')
        const { startsAtMs, endsAtMs } = await clipVideo(segments, Date.parse(from), Date.parse(to), out)
        await undateMp4(out)
        const [sha256, { size: bytes }] = await Promise.all([hashFile(out), stat(out)])
        const path = `${site}/${sha256}.mp4`
        await upload(out, path)
        return { path, bytes, sha256, startedAt: instantOf(startsAtMs), endedAt: instantOf(endsAtMs) }
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },

    async removeBefore(instant) {
      const limit = new Date(instant)
      const old = await storage.inContainer(container, async (client, abortSignal) => {
        const names: string[] = []
        for await (const { name, properties } of client.listBlobsFlat({ abortSignal }))
          if (properties.lastModified < limit) names.push(name)
        return names
      })
      // A clip that was asked for again since is a newer one.
      for (const name of old)
        await storage.inContainer(container, (client, abortSignal) =>
          client.getBlobClient(name).deleteIfExists({ conditions: { ifUnmodifiedSince: limit }, abortSignal }),
        )
      return old.length
    },
  }

  async function download({ path }: ClipSource, file: string): Promise<void> {
    try {
      await downloadBlob(storage, 'raw-video', path, file)
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'not-found')) throw error
      await downloadBlob(storage, 'archive', path, file)
    }
  }

  /** Written anew even where it is there, so that it is kept for another day. */
  async function upload(file: string, path: string): Promise<void> {
    const blob = await storage.inContainer(container, async (client, abortSignal) => {
      await client.createIfNotExists({ abortSignal })
      return client.getBlockBlobClient(path)
    })
    try {
      await blob.uploadFile(file, {
        blobHTTPHeaders: { blobContentType: 'video/mp4' },
        abortSignal: AbortSignal.timeout(uploadMs),
      })
    } catch (error) {
      throw asUnavailable(error)
    }
  }
}

function instantOf(ms: number): string {
  return new Date(Math.round(ms)).toISOString()
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk)
  return hash.digest('hex')
}
