import { randomBytes } from 'node:crypto'
import { joinKey } from '../domain/keys.ts'
import type { LeavingStore } from '../ports/compliance.ts'
import { putOnce } from './put-once.ts'
import type { Storage } from './storage.ts'
import { findRow } from './table-rows.ts'
import { failureOf } from './transient.ts'

const table = 'CompliancePolicies'
const keyRow = 'name-key'

/** Containers `compliant` and `anomalies`, and the key that their names are made with, which lies in a table of the site. */
export function createBlobLeavingStore(storage: Storage, region: string): LeavingStore {
  const keys = new Map<string, Uint8Array>()

  async function readKey(site: string): Promise<Uint8Array | undefined> {
    const row = await findRow(storage, table, joinKey(site), keyRow)
    return row && Buffer.from(String(row.columns['key']), 'base64')
  }

  return {
    region,
    nameKey: async (site) => {
      const key = keys.get(site) ?? (await readKey(site)) ?? (await makeKey(site))
      keys.set(site, key)
      return key
    },
    put: (container, path, bytes, contentType) => putOnce(storage, container, path, bytes, contentType, 'compliance-changed'),
    remove: async (container, path) => {
      await storage.inContainer(container, (client, abortSignal) => client.getBlobClient(path).deleteIfExists({ abortSignal }))
    },
  }

  /** The first key counts; whoever comes second reads it. */
  async function makeKey(site: string): Promise<Uint8Array> {
    const entity = { partitionKey: joinKey(site), rowKey: keyRow, key: randomBytes(32).toString('base64') }
    try {
      await storage.inTable(table, (client, abortSignal) => client.createEntity(entity, { abortSignal }))
    } catch (error) {
      if (failureOf(error).status !== 409) throw error
    }
    return (await readKey(site))!
  }
}
