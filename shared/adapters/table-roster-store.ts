import type { Id } from '../domain/ids.ts'
import { joinKey, prefixRange, splitKey } from '../domain/keys.ts'
import type { Recipient, Schedule, Site } from '../domain/roster.ts'
import type { RosterStore } from '../ports.ts'
import type { Storage } from './storage.ts'
import { listRows, removeRow, upsertRow } from './table-rows.ts'

const table = 'Rosters'
const sitesPartition = 'sites'
const maxRows = 2_000

/** A site with its recipients, schedules and camera names in one partition: one query answers who is told. */
export function createTableRosterStore(storage: Storage): RosterStore {
  const save = (site: Id, kind: string, id: Id, value: object) =>
    upsertRow(storage, table, { partitionKey: joinKey('site', site), rowKey: joinKey(kind, id), columns: { json: JSON.stringify(value) } })
  const remove = async (site: Id, kind: string, id: Id) => {
    await removeRow(storage, table, { partitionKey: joinKey('site', site), rowKey: joinKey(kind, id) })
  }
  return {
    find: async (id) => {
      const rows = await listRows(storage, table, joinKey('site', id), { from: '0', to: '~' }, maxRows)
      const ofKind = <T>(kind: string) =>
        rows.flatMap(({ rowKey, columns }) => (splitKey(rowKey)[0] === kind ? [JSON.parse(String(columns['json'])) as T] : []))
      const [site] = ofKind<Site>('site')
      if (site === undefined) return undefined
      const names = ofKind<{ camera: Id; name: string }>('camera')
      return {
        site,
        recipients: ofKind<Recipient>('recipient'),
        schedules: ofKind<Schedule>('schedule'),
        cameraNames: Object.fromEntries(names.map(({ camera, name }) => [camera, name])),
      }
    },
    listSites: async () => {
      const rows = await listRows(storage, table, sitesPartition, prefixRange('site'), maxRows)
      return rows.map(({ columns }) => JSON.parse(String(columns['json'])) as Site)
    },
    saveSite: async (site) => {
      await save(site.id, 'site', site.id, site)
      await upsertRow(storage, table, {
        partitionKey: sitesPartition,
        rowKey: joinKey('site', site.id),
        columns: { json: JSON.stringify(site) },
      })
    },
    saveRecipient: (recipient) => save(recipient.site, 'recipient', recipient.id, recipient),
    removeRecipient: (site, recipient) => remove(site, 'recipient', recipient),
    saveSchedule: (schedule) => save(schedule.site, 'schedule', schedule.id, schedule),
    removeSchedule: (site, schedule) => remove(site, 'schedule', schedule),
    saveCameraName: (site, camera, name) => save(site, 'camera', camera, { camera, name }),
  }
}
