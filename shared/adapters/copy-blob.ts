import { setTimeout as sleep } from 'node:timers/promises'
import { Fault } from '../domain/faults.ts'
import type { Storage } from './storage.ts'
import type { ContainerName } from './storage-names.ts'

const firstPollMs = 100
const longestPollMs = 5000

interface Place {
  readonly container: ContainerName
  readonly path: string
}

/**
 * Copies a blob inside the account; nothing passes through this process. The service takes the order and copies what is
 * large behind our back, so it is asked until it is done, however long that takes.
 *
 * @param ifMatch The source must still be this version, otherwise the service answers 412
 */
export async function copyBlob(storage: Storage, from: Place, to: Place, ifMatch?: string): Promise<void> {
  const source = await storage.inContainer(from.container, async (client) => client.getBlobClient(from.path).url)
  await storage.inContainer(to.container, async (client, abortSignal) => {
    await client
      .getBlobClient(to.path)
      .beginCopyFromURL(source, { ...(ifMatch !== undefined && { sourceConditions: { ifMatch } }), abortSignal })
  })
  for (let pollMs = firstPollMs; ; pollMs = Math.min(longestPollMs, pollMs * 2)) {
    const { copyStatus, copyStatusDescription } = await storage.inContainer(to.container, (client, abortSignal) =>
      client.getBlobClient(to.path).getProperties({ abortSignal }),
    )
    if (copyStatus === 'success') return
    if (copyStatus !== 'pending') {
      throw new Fault('storage-unavailable', `The copy of ${from.container}/${from.path} ended: ${copyStatusDescription ?? copyStatus}`)
    }
    await sleep(pollMs)
  }
}
