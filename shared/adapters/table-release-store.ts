import { canonicalJson } from '../domain/canonical-json.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { joinKey, newestFirst, prefixRange } from '../domain/keys.ts'
import { ModuleRuntime, Release } from '../domain/release.ts'
import type { ReleaseStore } from '../ports.ts'
import { longText, readLongText } from './long-text.ts'
import type { Storage } from './storage.ts'
import { findRow, listRows, type Row, type StoredRow, upsertRow } from './table-rows.ts'
import { writeVersioned } from './versioned-row.ts'

const table = 'Releases'
const runtimes = joinKey('runtimes')
const allReleases = prefixRange('r')

/**
 * A site's releases in one partition, newest first, each with a row `id~…` that says where it is; what a model was
 * built into is found by the model's digest. Pointers are written before what they point at: one that leads nowhere
 * costs a look.
 */
export function createTableReleaseStore(storage: Storage): ReleaseStore {
  async function find(site: Id, id: Id) {
    const place = await findRow(storage, table, joinKey(site), placeKey(id))
    const row = place && (await findRow(storage, table, joinKey(site), String(place.columns['row'])))
    return row && { value: releaseOf(row), version: row.etag }
  }

  async function runtime(version: string) {
    const row = await findRow(storage, table, runtimes, joinKey('v', version))
    return row && ModuleRuntime.parse(JSON.parse(readLongText(row.columns)))
  }

  return {
    find,
    save: async (release, version) => {
      if (version !== undefined) return writeVersioned(storage, table, await storedPlace(release), version, 'release-changed')
      if (release.model !== undefined) await upsertRow(storage, table, modelRow(release, release.model.digest))
      return writeVersioned(storage, table, await storedPlace(release), undefined, 'release-changed')
    },

    list: async ({ sites, cursor, limit }) => {
      const range = cursor === undefined ? allReleases : { ...allReleases, from: `${checkCursor(cursor)}~` }
      const found = await Promise.all(sites.map((site) => listRows(storage, table, joinKey(site), range, limit + 1)))
      const rows = found.flat().sort((a, b) => (a.rowKey < b.rowKey ? -1 : 1))
      const page = rows.slice(0, limit)
      return { items: page.map(releaseOf), cursor: rows.length > limit ? page.at(-1)?.rowKey : undefined }
    },

    ofModel: async (modelDigest) => {
      const rows = await listRows(storage, table, joinKey('model', modelDigest), prefixRange('r'), Number.POSITIVE_INFINITY)
      const found = await Promise.all(rows.map(({ columns }) => find(String(columns['site']), String(columns['id']))))
      return found.flatMap((release) => release?.value ?? []).sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
    },

    runtime,
    newestRuntime: async () => {
      const row = await findRow(storage, table, runtimes, 'newest')
      return row && runtime(String(row.columns['version']))
    },
    saveRuntime: async (wanted) => {
      const known = await runtime(wanted.version)
      if (known !== undefined && contentOf(known) !== contentOf(wanted))
        throw new Fault('input-invalid', `version: ${wanted.version} is registered with other images. Other images need another version.`)
      const row = { partitionKey: runtimes, rowKey: joinKey('v', wanted.version), columns: longText(canonicalJson(wanted)) }
      if (known === undefined) await insertRuntime(row, wanted)
      await upsertRow(storage, table, { partitionKey: runtimes, rowKey: 'newest', columns: { version: wanted.version } })
    },
  }

  /** Where a release lies is said once and for all by whoever came first: its time is part of the key. */
  async function storedPlace(release: Release): Promise<Row> {
    const { id, site, createdAt } = release
    const row = joinKey('r', newestFirst(createdAt), id)
    const place = { partitionKey: joinKey(site), rowKey: placeKey(id), columns: { row } }
    const stored = await findRow(storage, table, place.partitionKey, place.rowKey)
    if (stored === undefined) await writeVersioned(storage, table, place, undefined, 'release-changed').catch(ignoreChanged)
    const found = stored ?? (await findRow(storage, table, place.partitionKey, place.rowKey))
    return { partitionKey: joinKey(site), rowKey: String(found?.columns['row'] ?? row), columns: longText(canonicalJson(release)) }
  }

  /** Two at once with other images: one of them is told so. */
  async function insertRuntime(row: Row, wanted: ModuleRuntime): Promise<void> {
    try {
      await writeVersioned(storage, table, row, undefined, 'release-changed')
    } catch (error) {
      ignoreChanged(error)
      const stored = await runtime(wanted.version)
      if (stored === undefined || contentOf(stored) !== contentOf(wanted)) throw error
    }
  }
}

const placeKey = (id: Id) => joinKey('id', id)

function modelRow({ id, site }: Release, digest: string): Row {
  return { partitionKey: joinKey('model', digest), rowKey: joinKey('r', site, id), columns: { site, id } }
}

const contentOf = ({ repository, images }: ModuleRuntime) => canonicalJson({ repository, images })

function releaseOf({ columns }: StoredRow): Release {
  return Release.parse(JSON.parse(readLongText(columns)))
}

function ignoreChanged(error: unknown): void {
  if (!(error instanceof Fault && error.code === 'release-changed')) throw error
}

/** @throws Fault `input-invalid` */
function checkCursor(cursor: string): string {
  if (!/^r~\d{15}~[a-z0-9-]{1,63}$/.test(cursor)) throw new Fault('input-invalid', 'cursor: this is not one that we gave.')
  return cursor
}
