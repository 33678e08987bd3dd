import { ArchiveSidecar, type Protection } from '../domain/archive.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import type { Instant } from '../domain/ids.ts'
import type { ArchiveStore } from '../ports/night.ts'
import { copyBlob } from './copy-blob.ts'
import { downloadBlob, hashBlob, readText } from './read-blob.ts'
import type { Storage } from './storage.ts'
import { failureOf } from './transient.ts'

const container = 'archive'

export function createBlobVideoArchive(storage: Storage): ArchiveStore {
  const inBlob = <T>(path: string, work: Parameters<typeof withBlob<T>>[2]) => withBlob(storage, path, work)

  /** Names of the sidecars of a video, oldest first. */
  async function sidecarsOf(path: string): Promise<readonly { name: string; number: number }[]> {
    const names = await storage.inContainer(container, async (client, abortSignal) => {
      const found: string[] = []
      for await (const { name } of client.listBlobsFlat({ prefix: `${path}.`, abortSignal })) found.push(name)
      return found
    })
    const numbered = names.flatMap((name) => {
      const number = /^\.(?:(\d+)\.)?json$/.exec(name.slice(path.length))
      return number === null ? [] : [{ name, number: Number(number[1] ?? 1) }]
    })
    return numbered.sort((a, b) => a.number - b.number)
  }

  return {
    copy: ({ path }) => copyBlob(storage, { container: 'raw-video', path }, { container, path }),

    async size(path) {
      try {
        return (await inBlob(path, (blob, abortSignal) => blob.getProperties({ abortSignal }))).contentLength
      } catch (error) {
        if (failureOf(error).status === 404) return undefined
        throw error
      }
    },

    sha256: (path) => hashBlob(storage, container, path),
    fetch: (path, file) => downloadBlob(storage, container, path, file),

    async writeSidecar(sidecar) {
      const { path } = sidecar.video
      const text = canonicalJson(sidecar)
      for (;;) {
        const newest = (await sidecarsOf(path)).at(-1)
        if (newest === undefined) {
          if (await isWritten(`${path}.json`, text, true)) return
          continue
        }
        if ((await readText(storage, container, newest.name)) === text || (await isWritten(newest.name, text, false))) return
        if (await isWritten(`${path}.${newest.number + 1}.json`, text, true)) return
      }
    },

    async readSidecar(path) {
      const newest = (await sidecarsOf(path)).at(-1)
      const text = newest && (await readText(storage, container, newest.name))
      return text === undefined ? undefined : ArchiveSidecar.parse(JSON.parse(text))
    },

    async protect(path, { immutableUntil, legalHold }): Promise<Protection> {
      const now = await inBlob(path, (blob, abortSignal) => blob.getProperties({ abortSignal }))
      const tier = await orUnsupported('cool', async () => {
        if (now.accessTier !== 'Cool') await inBlob(path, (blob, abortSignal) => blob.setAccessTier('Cool', { abortSignal }))
      })
      const immutability = immutableUntil === undefined ? 'off' : await orUnsupported('locked', () => lock(path, now, immutableUntil))
      const hold = legalHold ? 'set' : 'unset'
      const legalHoldState =
        now.legalHold === legalHold
          ? hold
          : await orUnsupported(hold, () => inBlob(path, (blob, abortSignal) => blob.setLegalHold(legalHold, { abortSignal })))
      return { tier, immutability, legalHold: legalHoldState, ...(immutability === 'locked' && { immutableUntil }) }
    },
  }

  /** A locked policy can be made longer and never shorter, by nobody. */
  async function lock(path: string, now: { immutabilityPolicyExpiresOn?: Date }, until: Instant): Promise<void> {
    const expiriesOn = new Date(until)
    if (now.immutabilityPolicyExpiresOn !== undefined && now.immutabilityPolicyExpiresOn >= expiriesOn) return
    await inBlob(path, (blob, abortSignal) => blob.setImmutabilityPolicy({ expiriesOn, policyMode: 'Locked' }, { abortSignal }))
  }

  /** False when it must not be written: it is there already (`isNew`), or a policy keeps it as it is. */
  async function isWritten(name: string, text: string, isNew: boolean): Promise<boolean> {
    try {
      await storage.inContainer(container, (client, abortSignal) =>
        client.getBlockBlobClient(name).upload(text, Buffer.byteLength(text), {
          blobHTTPHeaders: { blobContentType: 'application/json' },
          ...(isNew && { conditions: { ifNoneMatch: '*' } }),
          abortSignal,
        }),
      )
      return true
    } catch (error) {
      const { status } = failureOf(error)
      if (status !== 409 && status !== 412) throw error
      return false
    }
  }
}

type BlobClient = ReturnType<Parameters<Parameters<Storage['inContainer']>[1]>[0]['getBlobClient']>

function withBlob<T>(storage: Storage, path: string, work: (blob: BlobClient, abortSignal: AbortSignal) => Promise<T>): Promise<T> {
  return storage.inContainer(container, (client, abortSignal) => work(client.getBlobClient(path), abortSignal))
}

/**
 * What an account cannot do it refuses: 400 or 409 where the feature is not switched on for the container, 501 from an
 * emulator. That is an answer to be recorded and no failure.
 */
async function orUnsupported<Done extends string>(done: Done, work: () => Promise<unknown>): Promise<Done | 'unsupported'> {
  try {
    await work()
    return done
  } catch (error) {
    const { status } = failureOf(error)
    if (status === 400 || status === 409 || status === 501) return 'unsupported'
    throw error
  }
}
