import { randomUUID } from 'node:crypto'
import type { TransactionAction } from '@azure/data-tables'
import { canonicalJson } from '../domain/canonical-json.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { joinKey, newestFirst, prefixRange } from '../domain/keys.ts'
import { DeviceProgress, isActive, Rollout, RolloutPolicy } from '../domain/rollout.ts'
import type { RolloutStore } from '../ports.ts'
import { dataOf } from './incident-rows.ts'
import { longText, readLongText } from './long-text.ts'
import type { Storage } from './storage.ts'
import { findRow, listRows, type Row, type StoredRow, toEntity } from './table-rows.ts'
import { failureOf } from './transient.ts'
import { writeVersioned } from './versioned-row.ts'

const table = 'Rollouts'
const deviceTable = 'RolloutDevices'
const allRollouts = prefixRange('r')
const allDevices = prefixRange('d')
const activeKey = 'active'
const rowsAtOnce = 100

/**
 * A site's rollouts in one partition, newest first, each with a row `id~…` that says where it is. Row `active` names the
 * one that is under way: it comes and goes in the same transaction as the change of that one, so there is never a second.
 */
export function createTableRolloutStore(storage: Storage): RolloutStore {
  async function find(site: Id, id: Id) {
    const place = await findRow(storage, table, joinKey(site), joinKey('id', id))
    const row = place && (await findRow(storage, table, joinKey(site), String(place.columns['row'])))
    return row && { value: rolloutOf(row), version: row.etag }
  }

  const activeRow = (site: Id) => findRow(storage, table, joinKey(site), activeKey)

  /** What happens to row `active`, as its own is the only one that a rollout may take away. */
  async function activeActions({ site, id, state }: Rollout): Promise<TransactionAction[]> {
    const stored = await activeRow(site)
    const isOurs = stored?.columns['id'] === id
    const entity = { partitionKey: joinKey(site), rowKey: activeKey, id }
    if (isActive(state) && !isOurs) return [['create', entity]]
    return !isActive(state) && isOurs ? [['delete', entity]] : []
  }

  async function save(rollout: Rollout, version: string | undefined): Promise<string> {
    const partitionKey = joinKey(rollout.site)
    const token = randomUUID()
    const row = rolloutRow(rollout)
    const entity = toEntity({ ...row, columns: { ...row.columns, token } })
    const place = { partitionKey, rowKey: joinKey('id', rollout.id), row: row.rowKey }
    const own: TransactionAction[] =
      version === undefined
        ? [
            ['create', entity],
            ['create', place],
          ]
        : [['update', entity, 'Replace', { etag: version }]]
    const actions = [...own, ...(await activeActions(rollout))]
    try {
      const answer = await storage.inTable(table, (client, abortSignal) => client.submitTransaction(actions, { abortSignal }))
      return answer.subResponses[0]?.etag ?? ''
    } catch (error) {
      const { status } = failureOf(error)
      if (status !== 409 && status !== 412 && status !== 404) throw error
      // An attempt whose answer was lost comes back as a conflict with oneself: the token tells whose row is stored.
      const stored = await findRow(storage, table, partitionKey, row.rowKey)
      if (stored?.columns['token'] === token) return stored.etag
      throw new Fault('rollout-changed', undefined, { cause: error })
    }
  }

  return {
    find,
    save,
    active: async (site) => {
      const row = await activeRow(site)
      return row && find(site, String(row.columns['id']))
    },

    list: async ({ sites, cursor, limit }) => {
      const range = cursor === undefined ? allRollouts : { ...allRollouts, from: `${checkCursor(cursor)}~` }
      const found = await Promise.all(sites.map((site) => listRows(storage, table, joinKey(site), range, limit + 1)))
      const rows = found.flat().sort((a, b) => (a.rowKey < b.rowKey ? -1 : 1))
      const page = rows.slice(0, limit)
      return { items: page.map(rolloutOf), cursor: rows.length > limit ? page.at(-1)?.rowKey : undefined }
    },

    devices: async (rollout) => {
      const rows = await listRows(storage, deviceTable, joinKey(rollout), allDevices, Number.POSITIVE_INFINITY)
      return rows.map((row) => DeviceProgress.parse(dataOf(row)))
    },
    saveDevices: async (rollout, devices) => {
      const rows = devices.map((device) => ({
        partitionKey: joinKey(rollout),
        rowKey: joinKey('d', device.device),
        columns: { state: device.state, data: canonicalJson(device) },
      }))
      for (let first = 0; first < rows.length; first += rowsAtOnce) {
        const actions = rows.slice(first, first + rowsAtOnce).map((row): TransactionAction => ['upsert', toEntity(row), 'Replace'])
        await storage.inTable(deviceTable, (client, abortSignal) => client.submitTransaction(actions, { abortSignal }))
      }
    },

    policy: async (site) => {
      const row = await findRow(storage, table, joinKey(site), 'policy')
      // Parsed again: a field that is newer than the row gets its default.
      return { value: RolloutPolicy.parse(row === undefined ? {} : JSON.parse(readLongText(row.columns))), version: row?.etag ?? '' }
    },
    savePolicy: (site, policy, version) => {
      const row = { partitionKey: joinKey(site), rowKey: 'policy', columns: longText(canonicalJson(policy)) }
      return writeVersioned(storage, table, row, version || undefined, 'rollout-changed')
    },
  }
}

function rolloutRow(rollout: Rollout): Row {
  const { site, id, startedAt } = rollout
  return { partitionKey: joinKey(site), rowKey: joinKey('r', newestFirst(startedAt), id), columns: longText(canonicalJson(rollout)) }
}

function rolloutOf({ columns }: Row | StoredRow): Rollout {
  return Rollout.parse(JSON.parse(readLongText(columns)))
}

/** @throws Fault `input-invalid` */
function checkCursor(cursor: string): string {
  if (!/^r~\d{15}~[a-z0-9-]{1,63}$/.test(cursor)) throw new Fault('input-invalid', 'cursor: this is not one that we gave.')
  return cursor
}
