import { canonicalJson } from '../domain/canonical-json.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { joinKey, newestFirst, prefixRange } from '../domain/keys.ts'
import type { Champion, RegisteredModel } from '../domain/registered-model.ts'
import type { ModelStore } from '../ports.ts'
import { longText, readLongText } from './long-text.ts'
import { putOnce, readBytes } from './put-once.ts'
import type { Storage } from './storage.ts'
import { findRow, listRows, removeRow, type StoredRow, upsertRow } from './table-rows.ts'
import { writeVersioned } from './versioned-row.ts'

const table = 'Models'
const container = 'models'
const revokedPartition = 'revoked'
const everything = { from: '', to: '~~' }

interface Place {
  readonly site: Id
  readonly row: string
}

/**
 * A site's models in one partition, newest first. `name~…` says which site has a name and under which key each version
 * lies; `digest~…` names the models of a file. Those rows come first: a crash leaves a place without a model, never a
 * model that nobody finds.
 */
export function createTableModelStore(storage: Storage): ModelStore {
  async function find(name: Id, version: string) {
    const place = await placeOf(name, version)
    const row = place && (await findRow(storage, table, joinKey(place.site), place.row))
    return row && { value: modelOf(row), version: row.etag }
  }

  async function placeOf(name: Id, version: string): Promise<Place | undefined> {
    const row = await findRow(storage, table, joinKey('name', name), joinKey('v', version))
    return row && { site: String(row.columns['site']), row: String(row.columns['row']) }
  }

  /** The first who comes has the name; what was claimed before stays as it is. */
  async function claim(partitionKey: string, rowKey: string, columns: Record<string, string>) {
    try {
      await writeVersioned(storage, table, { partitionKey, rowKey, columns }, undefined, 'model-changed')
      return columns
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'model-changed')) throw error
      return (await findRow(storage, table, partitionKey, rowKey))?.columns ?? columns
    }
  }

  async function claimPlace({ name, version, digest, site, createdAt }: RegisteredModel): Promise<Place> {
    const owner = await claim(joinKey('name', name), 'owner', { site })
    if (owner['site'] !== site) throw new Fault('input-invalid', `The name ${name} belongs to another site.`)
    const row = joinKey('m', newestFirst(createdAt), name, version)
    const place = await claim(joinKey('name', name), joinKey('v', version), { site, row })
    await upsertRow(storage, table, {
      partitionKey: joinKey('digest', digest),
      rowKey: joinKey(name, version),
      columns: { name, version },
    })
    return { site, row: String(place['row']) }
  }

  async function listOf(partition: string): Promise<StoredRow[]> {
    return listRows(storage, table, partition, everything, Number.POSITIVE_INFINITY)
  }

  return {
    find,

    async ofDigest(digest) {
      const rows = await listOf(joinKey('digest', digest))
      const found = await Promise.all(rows.map(({ columns }) => find(String(columns['name']), String(columns['version']))))
      return found.flatMap((one) => one?.value ?? [])
    },

    async save(model, version) {
      checkVersion(model.version)
      const place = version === undefined ? await claimPlace(model) : await placeOf(model.name, model.version)
      if (place === undefined) throw new Fault('model-changed', `${model.name} ${model.version} is not registered.`)
      const row = { partitionKey: joinKey(place.site), rowKey: place.row, columns: longText(canonicalJson(model)) }
      // First: a model that is called revoked must not be found in force.
      if (model.state === 'revoked')
        await upsertRow(storage, table, { partitionKey: revokedPartition, rowKey: model.digest, columns: { name: model.name } })
      return writeVersioned(storage, table, row, version, 'model-changed')
    },

    async list({ sites, cursor, limit }) {
      const all = prefixRange('m')
      const range = cursor === undefined ? all : { ...all, from: `${checkCursor(cursor)}~` }
      const found = await Promise.all(sites.map((site) => listRows(storage, table, joinKey(site), range, limit + 1)))
      const rows = found.flat().sort((a, b) => (a.rowKey < b.rowKey ? -1 : 1))
      const page = rows.slice(0, limit)
      return { items: page.map(modelOf), cursor: rows.length > limit ? page.at(-1)?.rowKey : undefined }
    },

    writeFile: async (model, file, bytes) => putOnce(storage, container, pathOf(model, file), bytes, contentTypeOf(file), 'model-changed'),
    readFile: async (model, file) => readBytes(storage, container, pathOf(model, file)),

    async champion(site) {
      const row = await findRow(storage, table, joinKey(site), 'champion')
      return row && { value: JSON.parse(readLongText(row.columns)) as Champion, version: row.etag }
    },
    setChampion: (champion, version) =>
      writeVersioned(
        storage,
        table,
        { partitionKey: joinKey(champion.site), rowKey: 'champion', columns: longText(canonicalJson(champion)) },
        version,
        'model-changed',
      ),
    removeChampion: async (site, version) => {
      const row = { partitionKey: joinKey(site), rowKey: 'champion' }
      if (!(await removeRow(storage, table, row, version))) throw new Fault('model-changed')
    },

    revoked: async () => new Set((await listOf(revokedPartition)).map(({ rowKey }) => rowKey)),
  }
}

function modelOf({ columns }: StoredRow): RegisteredModel {
  return JSON.parse(readLongText(columns))
}

function pathOf({ name, version }: { name: Id; version: string }, file: string): string {
  return `${name}/${checkVersion(version)}/${file}`
}

function contentTypeOf(file: string): string {
  return file.endsWith('.json') || file.endsWith('.sig') ? 'application/json' : 'application/octet-stream'
}

/** A version is a folder's name and a tag in a registry. @throws Fault `input-invalid` */
function checkVersion(version: string): string {
  if (!/^[A-Za-z0-9_][A-Za-z0-9._-]{0,62}$/.test(version))
    throw new Fault('input-invalid', `version: "${version}" must be of letters, digits, dots, dashes and underscores, at most 63.`)
  return version
}

/** @throws Fault `input-invalid` */
function checkCursor(cursor: string): string {
  if (!/^m~\d{15}~[a-z0-9-]{1,63}~[A-Za-z0-9._-]{1,63}$/.test(cursor))
    throw new Fault('input-invalid', 'cursor: this is not one that we gave.')
  return cursor
}
