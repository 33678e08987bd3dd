import { emulatorAccount, emulatorKey, type RunningAzurite } from '../../local/azurite/start.ts'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'

export interface StorageProxy {
  /** Leads through the three proxies. */
  readonly connectionString: string
  readonly table: FaultProxy
  readonly blob: FaultProxy
  readonly queue: FaultProxy
  close(): Promise<void>
}

/** A fault proxy in front of each service of Azurite. */
export async function startStorageProxy(azurite: RunningAzurite): Promise<StorageProxy> {
  const [table, blob, queue] = await Promise.all([azurite.tableUrl, azurite.blobUrl, azurite.queueUrl].map(startFaultProxy))
  if (table === undefined || blob === undefined || queue === undefined) throw new Error('Three proxies were started.')
  const account = (proxy: FaultProxy) => `${proxy.url}/${emulatorAccount}`
  return {
    connectionString:
      `DefaultEndpointsProtocol=http;AccountName=${emulatorAccount};AccountKey=${emulatorKey};` +
      `BlobEndpoint=${account(blob)};QueueEndpoint=${account(queue)};TableEndpoint=${account(table)};`,
    ...{ table, blob, queue },
    close: async () => {
      await Promise.all([table, blob, queue].map((proxy) => proxy.close()))
    },
  }
}
