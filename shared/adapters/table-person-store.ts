import { joinKey, prefixRange } from '../domain/keys.ts'
import type { Person } from '../domain/person.ts'
import type { PersonStore } from '../ports.ts'
import type { Storage } from './storage.ts'
import { findRow, listRows, type StoredRow, upsertRow } from './table-rows.ts'

const partition = 'people'
const maxPeople = 10_000

/** Which sites a person covers. */
export function createTablePersonStore(storage: Storage): PersonStore {
  return {
    find: async (id) => {
      const row = await findRow(storage, 'People', partition, joinKey('person', id))
      return row && toPerson(row)
    },
    list: async () => (await listRows(storage, 'People', partition, prefixRange('person'), maxPeople)).map(toPerson),
    save: (person) =>
      upsertRow(storage, 'People', {
        partitionKey: partition,
        rowKey: joinKey('person', person.id),
        columns: { json: JSON.stringify(person) },
      }),
  }
}

function toPerson({ columns }: StoredRow): Person {
  return JSON.parse(String(columns['json'])) as Person
}
