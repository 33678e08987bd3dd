import { canonicalJson } from '../domain/canonical-json.ts'
import { FrameManifest } from '../domain/frame.ts'
import { RecordingLabels } from '../domain/frame-labels.ts'
import type { FrameStore } from '../ports/night.ts'
import { openBlob, readText } from './read-blob.ts'
import type { Storage } from './storage.ts'
import { findRow, toEntity } from './table-rows.ts'
import { failureOf } from './transient.ts'

const container = 'ml-data'
const table = 'Frames'
const atOnce = 16

const framePath = (frame: string) => `frames/${frame}.jpg`
const manifestPath = (recording: string) => `manifests/${recording}.json`
const labelsPath = (recording: string) => `labels/${recording}.json`

/** Frames are named by their content, so they are written once and never change; manifests and labels lie beside them. */
export function createBlobFrameStore(storage: Storage): FrameStore {
  async function writeJson(path: string, value: unknown): Promise<void> {
    const text = canonicalJson(value)
    await storage.inContainer(container, (client, abortSignal) =>
      client.getBlockBlobClient(path).upload(text, Buffer.byteLength(text), {
        blobHTTPHeaders: { blobContentType: 'application/json' },
        abortSignal,
      }),
    )
  }

  async function readJson(path: string): Promise<unknown> {
    const text = await readText(storage, container, path)
    return text === undefined ? undefined : JSON.parse(text)
  }

  /** The first recording that had a frame stays its origin. */
  async function saveOrigin(frame: string, { recording, site, camera }: FrameManifest): Promise<void> {
    const entity = toEntity({ ...originKey(frame), columns: { recording, site, camera } })
    await ignoring(409, () => storage.inTable(table, (client, abortSignal) => client.createEntity(entity, { abortSignal })))
  }

  return {
    async has(frames) {
      const found = new Set<string>()
      await inGroups(frames, async (frame) => {
        const isThere = await storage.inContainer(container, (client, abortSignal) =>
          client.getBlobClient(framePath(frame)).exists({ abortSignal }),
        )
        if (isThere) found.add(frame)
      })
      return found
    },

    async put(frame, jpeg) {
      const options = { blobHTTPHeaders: { blobContentType: 'image/jpeg' }, conditions: { ifNoneMatch: '*' } }
      await ignoring(409, () =>
        storage.inContainer(container, (client, abortSignal) =>
          client.getBlockBlobClient(framePath(frame)).upload(Buffer.from(jpeg), jpeg.length, { ...options, abortSignal }),
        ),
      )
    },

    async read(frame) {
      const body = await openBlob(storage, container, framePath(frame))
      return body && Buffer.concat(await body.toArray())
    },

    async saveManifest(manifest) {
      // Origins first: who reads the manifest finds them.
      await inGroups([...new Set(manifest.frames.map(({ id }) => id))], (frame) => saveOrigin(frame, manifest))
      await writeJson(manifestPath(manifest.recording), manifest)
    },

    async manifest(recording) {
      const json = await readJson(manifestPath(recording))
      return json === undefined ? undefined : FrameManifest.parse(json)
    },

    saveLabels: (labels) => writeJson(labelsPath(labels.recording), labels),

    async labels(recording) {
      const json = await readJson(labelsPath(recording))
      return json === undefined ? undefined : RecordingLabels.parse(json)
    },

    async origin(frame) {
      const { partitionKey, rowKey } = originKey(frame)
      const row = await findRow(storage, table, partitionKey, rowKey)
      if (row === undefined) return undefined
      const { recording, site, camera } = row.columns
      return { recording: String(recording), site: String(site), camera: String(camera) }
    },
  }
}

/** Hashes spread evenly: with ten million frames a partition has 150 rows. */
function originKey(frame: string) {
  return { partitionKey: frame.slice(0, 4), rowKey: frame }
}

async function inGroups<T>(things: readonly T[], work: (thing: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < things.length; from += atOnce) await Promise.all(things.slice(from, from + atOnce).map(work))
}

/** It is there already: the same, as its name or its row says what it is. */
async function ignoring(status: number, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (failureOf(error).status !== status) throw error
  }
}
