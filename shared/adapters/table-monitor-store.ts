import { canonicalJson } from '../domain/canonical-json.ts'
import { joinKey } from '../domain/keys.ts'
import { MonitorPolicy, type Tracks } from '../domain/monitor-policy.ts'
import type { MonitorStore } from '../ports.ts'
import { longText, readLongText } from './long-text.ts'
import type { Storage } from './storage.ts'
import { findRow } from './table-rows.ts'
import { writeVersioned } from './versioned-row.ts'

const table = 'Monitors'

/** Two rows a site: what people have set, and what the monitors remember. */
export function createTableMonitorStore(storage: Storage): MonitorStore {
  const read = async (site: string, rowKey: string) => {
    const row = await findRow(storage, table, joinKey('site', site), rowKey)
    return { json: row === undefined ? {} : JSON.parse(readLongText(row.columns)), version: row?.etag ?? '' }
  }
  const write = (site: string, rowKey: string, value: object, version: string) =>
    writeVersioned(
      storage,
      table,
      { partitionKey: joinKey('site', site), rowKey, columns: longText(canonicalJson(value)) },
      version || undefined,
      'notice-changed',
    )
  return {
    policy: async (site) => {
      const { json, version } = await read(site, 'policy')
      return { value: MonitorPolicy.parse(json), version }
    },
    savePolicy: (site, policy, version) => write(site, 'policy', policy, version),
    tracks: async (site) => {
      const { json, version } = await read(site, 'tracks')
      return { value: json as Tracks, version }
    },
    saveTracks: (site, tracks, version) => write(site, 'tracks', tracks, version),
  }
}
