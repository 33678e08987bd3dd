import type { AnnotationImport } from '../domain/annotation-import.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { joinKey, newestFirst, prefixRange } from '../domain/keys.ts'
import type { Versioned } from '../domain/page.ts'
import type { ImportStore, MediaLinks } from '../ports.ts'
import { type BlobRanges, openBlobRanges } from './blob-ranges.ts'
import { longText, readLongText } from './long-text.ts'
import type { Storage } from './storage.ts'
import { findRow, listRows, upsertRow } from './table-rows.ts'
import { failureOf } from './transient.ts'
import { writeVersioned } from './versioned-row.ts'
import { readZip } from './zip-reader.ts'

const table = 'Imports'
const container = 'imports'
const rowKey = 'import'
const ofSite = (site: Id) => joinKey('site', site)
const newest = prefixRange('i')

// Text alone: a million boxes are some 150 MB of JSON. Pictures that a ZIP holds as well are never unpacked.
const limits = { files: 1_000_000, bytes: 512 * 1024 * 1024 }

/**
 * A partition per import, as each is asked for by its id alone; a site's imports are entered in a partition of the site
 * first, so that none is missing from its list. Uploads in container `imports`.
 */
export function createBlobImportStore(storage: Storage, links: Pick<MediaLinks, 'uploadLink'>): ImportStore {
  async function find(id: Id): Promise<Versioned<AnnotationImport> | undefined> {
    const row = await findRow(storage, table, joinKey(id), rowKey)
    return row && { value: JSON.parse(readLongText(row.columns)), version: row.etag }
  }

  return {
    find,

    async list({ sites, cursor, limit }) {
      const range = cursor === undefined ? newest : { ...newest, from: `${checkCursor(cursor)}~` }
      const found = await Promise.all(sites.map((site) => listRows(storage, table, ofSite(site), range, limit + 1)))
      const entries = found.flat().sort((a, b) => (a.rowKey < b.rowKey ? -1 : 1))
      const page = entries.slice(0, limit)
      const jobs = await Promise.all(page.map(({ columns }) => find(String(columns['import']))))
      return { items: jobs.flatMap((job) => job?.value ?? []), cursor: entries.length > limit ? page.at(-1)?.rowKey : undefined }
    },

    async save(job, version) {
      const { id, site, requestedAt } = job
      if (version === undefined)
        await upsertRow(storage, table, {
          partitionKey: ofSite(site),
          rowKey: joinKey('i', newestFirst(requestedAt), id),
          columns: { import: id },
        })
      return writeVersioned(storage, table, { partitionKey: joinKey(id), rowKey, columns: longText(canonicalJson(job)) }, version)
    },

    async uploadLink(path, expiresAt) {
      // Whoever uploads cannot make the container.
      await storage.inContainer(container, (client, abortSignal) => client.createIfNotExists({ abortSignal }))
      return links.uploadLink(container, path, expiresAt)
    },

    async size(path) {
      try {
        const { contentLength } = await storage.inContainer(container, (client, abortSignal) =>
          client.getBlobClient(path).getProperties({ abortSignal }),
        )
        return contentLength ?? 0
      } catch (error) {
        if (failureOf(error).status === 404) return undefined
        throw error
      }
    },

    async *read(path) {
      const ranges = await openBlobRanges(storage, container, path)
      if (await isZip(ranges)) yield* readZip(ranges, limits)
      else if (ranges.bytes > limits.bytes) throw new Fault('input-invalid', `The file has more than ${limits.bytes} bytes.`)
      else yield { path: '', content: ranges.read(0, ranges.bytes) }
    },

    async remove(path) {
      await storage.inContainer(container, (client, abortSignal) => client.getBlobClient(path).deleteIfExists({ abortSignal }))
    },
  }
}

/** @throws Fault `input-invalid` */
function checkCursor(cursor: string): string {
  if (!/^i~\d{15}~[a-z0-9-]{1,63}$/.test(cursor)) throw new Fault('input-invalid', 'cursor: this is not one that we gave.')
  return cursor
}

/** A ZIP begins with its first file, or with its end where it is empty. */
async function isZip(ranges: BlobRanges): Promise<boolean> {
  const head: Uint8Array[] = []
  for await (const piece of ranges.read(0, Math.min(4, ranges.bytes))) head.push(piece)
  const text = Buffer.concat(head).toString('latin1')
  return text === 'PK\x03\x04' || text === 'PK\x05\x06'
}
