import { canonicalJson } from '../domain/canonical-json.ts'
import type { DeviceHealth } from '../domain/device-health.ts'
import type { Device } from '../domain/fleet.ts'
import { isNewerHealth } from '../domain/health-order.ts'
import type { Id } from '../domain/ids.ts'
import { joinKey } from '../domain/keys.ts'
import type { DeviceStore } from '../ports.ts'
import { dataOf } from './incident-rows.ts'
import type { Storage } from './storage.ts'
import { findRow, listRows, removeRow, toEntity, upsertRow } from './table-rows.ts'
import { failureOf } from './transient.ts'

const table = 'Devices'

/** One partition for the register (a fleet has thousands at most), one row per device for its newest health. */
export function createTableDeviceStore(storage: Storage): DeviceStore {
  async function saveHealth(health: DeviceHealth): Promise<void> {
    const key = { partitionKey: joinKey('health', health.device), rowKey: 'newest' }
    const row = { ...key, columns: { receivedAt: health.receivedAt, state: health.message.state, data: canonicalJson(health) } }
    for (;;) {
      const stored = await findRow(storage, table, key.partitionKey, key.rowKey)
      if (stored !== undefined && !isNewerHealth(health, dataOf<DeviceHealth>(stored))) return
      try {
        await storage.inTable(table, (client, abortSignal) =>
          stored === undefined
            ? client.createEntity(toEntity(row), { abortSignal })
            : client.updateEntity(toEntity(row), 'Replace', { etag: stored.etag, abortSignal }),
        )
        return
      } catch (error) {
        // Somebody else wrote meanwhile, or we did and the answer was lost: look again.
        const { status } = failureOf(error)
        if (status !== 409 && status !== 412) throw error
      }
    }
  }

  return {
    saveHealth,
    async find(device: Id) {
      const row = await findRow(storage, table, 'devices', joinKey(device))
      return row && dataOf<Device>(row)
    },
    save: (device) =>
      upsertRow(storage, table, {
        partitionKey: 'devices',
        rowKey: joinKey(device.id),
        columns: { site: device.site, data: canonicalJson(device) },
      }),
    async remove(device: Id) {
      await removeRow(storage, table, { partitionKey: joinKey('health', device), rowKey: 'newest' })
      await removeRow(storage, table, { partitionKey: 'devices', rowKey: joinKey(device) })
    },
    async list() {
      const rows = await listRows(storage, table, 'devices', { from: '-', to: '~' }, Number.POSITIVE_INFINITY)
      return rows.map(dataOf<Device>)
    },
    async health(device: Id) {
      const row = await findRow(storage, table, joinKey('health', device), 'newest')
      return row && dataOf<DeviceHealth>(row)
    },
  }
}
