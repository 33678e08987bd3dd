import type { CameraCap } from '../domain/camera-cap.ts'
import type { Camera, SiteRule } from '../domain/fleet.ts'
import { joinKey, prefixRange } from '../domain/keys.ts'
import type { FleetStore } from '../ports.ts'
import type { Storage } from './storage.ts'
import { listRows, removeRow, upsertRow } from './table-rows.ts'

// A device runs at most 64 cameras and a site a few dozen devices; more than this is somebody's loop gone wild.
const maxRows = 5000

/** Cameras and rules of a site, in one partition. */
export function createTableFleetStore(storage: Storage): FleetStore {
  const list = async <T>(site: string, kind: string): Promise<T[]> => {
    const rows = await listRows(storage, 'Fleet', joinKey(site), prefixRange(kind), maxRows)
    return rows.map(({ columns }) => JSON.parse(String(columns['json'])) as T)
  }
  const save = (kind: string, value: Camera | SiteRule) =>
    upsertRow(storage, 'Fleet', {
      partitionKey: joinKey(value.site),
      rowKey: joinKey(kind, value.id),
      columns: { json: JSON.stringify(value) },
    })
  const remove = async (site: string, kind: string, id: string) => {
    await removeRow(storage, 'Fleet', { partitionKey: joinKey(site), rowKey: joinKey(kind, id) })
  }
  return {
    cameras: (site) => list<Camera>(site, 'camera'),
    saveCamera: (camera) => save('camera', camera),
    removeCamera: (site, camera) => remove(site, 'camera', camera),
    caps: (site) => list<CameraCap>(site, 'cap'),
    saveCap: (cap) =>
      upsertRow(storage, 'Fleet', {
        partitionKey: joinKey(cap.site),
        rowKey: joinKey('cap', cap.camera, cap.notice),
        columns: { json: JSON.stringify(cap) },
      }),
    removeCap: async ({ site, camera, notice }) => {
      await removeRow(storage, 'Fleet', { partitionKey: joinKey(site), rowKey: joinKey('cap', camera, notice) })
    },
    rules: (site) => list<SiteRule>(site, 'rule'),
    saveRule: (rule) => save('rule', rule),
    removeRule: (site, rule) => remove(site, 'rule', rule),
  }
}
