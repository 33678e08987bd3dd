import { joinKey, prefixRange } from '../domain/keys.ts'
import { PushSubscription } from '../domain/push.ts'
import type { PushSubscriptionStore } from '../ports.ts'
import type { Storage } from './storage.ts'
import { listRows, removeRow, upsertRow } from './table-rows.ts'

const partition = 'push'
const maxSubscriptions = 10_000

/** One partition, since every incident asks for all of them. */
export function createTablePushSubscriptionStore(storage: Storage): PushSubscriptionStore {
  const keyOf = ({ person, id }: Pick<PushSubscription, 'id' | 'person'>) => ({
    partitionKey: partition,
    rowKey: joinKey('browser', person, id),
  })
  return {
    list: async () => {
      const rows = await listRows(storage, 'People', partition, prefixRange('browser'), maxSubscriptions)
      return rows.map(({ columns }) => PushSubscription.parse(JSON.parse(String(columns['json']))))
    },
    save: (subscription) => upsertRow(storage, 'People', { ...keyOf(subscription), columns: { json: JSON.stringify(subscription) } }),
    remove: async (subscription) => void (await removeRow(storage, 'People', keyOf(subscription))),
  }
}
