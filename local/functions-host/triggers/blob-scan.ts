import { setTimeout as wait } from 'node:timers/promises'
import type { ContainerClient } from '@azure/storage-blob'
import type { HostContext } from '../invocation/host-context.ts'
import type { BlobPattern } from './blob-pattern.ts'
import type { BlobReceipts } from './blob-receipts.ts'

const shortestPauseMilliseconds = 1000

export interface BlobScan {
  readonly container: ContainerClient
  readonly pattern: BlobPattern
  readonly receipts: BlobReceipts
  /** Puts a new version of a blob where it cannot be lost. */
  found(name: string, etag: string, blobType: string): Promise<void>
}

/** Lists the container again and again, until the host stops, and reports each version of each matching blob once. */
export async function scanBlobs({ container, pattern, receipts, found }: BlobScan, host: HostContext): Promise<void> {
  while (!host.stopping.aborted) {
    const startedAt = performance.now()
    try {
      for await (const { name, properties } of container.listBlobsFlat({ prefix: pattern.prefix })) {
        const etag = bareEtag(properties.etag)
        if (host.stopping.aborted) return
        if (pattern.match(name) === undefined || receipts.isKnown(name, etag)) continue
        await found(name, etag, properties.blobType ?? 'BlockBlob')
        await receipts.add(name, etag)
      }
    } catch (error) {
      // A container that does not exist yet is no error: it is looked for again.
      if ((error as { statusCode?: number }).statusCode !== 404)
        host.log(`The blobs of '${container.containerName}' cannot be listed: ${String(error)}`)
    }
    // A big container is listed more seldom: listing takes no more than a tenth of the time.
    const pause = Math.max(shortestPauseMilliseconds, 9 * (performance.now() - startedAt))
    await wait(pause, undefined, { signal: host.stopping }).catch(() => {})
  }
}

/** Listings give an etag without quotes, downloads with them. */
export function bareEtag(etag: string | undefined): string {
  return (etag ?? '').replaceAll('"', '')
}
