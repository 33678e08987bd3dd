import { existsSync } from 'node:fs'
import type { Log } from '../log.ts'
import { mediaLanes, type Outbox, type OutboxRecord } from '../outbox/outbox.ts'
import { createBackOff } from './back-off.ts'
import { createLaneChooser } from './choose-lane.ts'
import type { Drain } from './drain-messages.ts'
import type { ModuleLink } from './module-link.ts'
import type { Uploader } from './uploader.ts'

const samePlaceInRow = 4

export interface MediaDrainOptions {
  readonly outbox: Outbox
  readonly link: ModuleLink
  readonly uploader: Uploader
  readonly log: Log
  /** First wait before a new attempt, and the longest. */
  readonly firstWaitMs?: number
  readonly mostWaitMs?: number
}

export interface MediaDrain extends Drain {
  /** The hub is there again: what failed for want of it is tried at once. */
  resume(): void
}

/**
 * Uploads one file after the other, stills first, then clips of incidents, then the rest; a recording's message is
 * sent when its file has arrived. What failed is tried again for ever, from the block where it broke off.
 */
export function drainMedia({ outbox, link, uploader, log, firstWaitMs, mostWaitMs }: MediaDrainOptions): MediaDrain {
  const next = createLaneChooser(mediaLanes, samePlaceInRow, outbox.take)
  const backOff = createBackOff(firstWaitMs, mostWaitMs)
  const cut = new AbortController()
  let running: Promise<void> | undefined
  let retry: NodeJS.Timeout | undefined
  // Its file has arrived, only its message is still to be sent.
  let arrived: string | undefined

  function wake(): void {
    if (running !== undefined || retry !== undefined || cut.signal.aborted) return
    running = drain().finally(() => {
      running = undefined
    })
  }

  async function drain(): Promise<void> {
    for (let record = next(); record !== undefined; record = next()) {
      try {
        const sent = await deliver(record)
        outbox.done(record)
        backOff.reset()
        // Not before its file has gone.
        if (sent !== undefined) log('info', 'upload-done', { name: sent.name, bytes: sent.bytes })
      } catch (error) {
        for (const lane of mediaLanes) outbox.rewind(lane)
        if (cut.signal.aborted) return
        log('warning', 'upload-failed', { name: record.header.upload?.name, reason: error })
        retry = setTimeout(() => {
          retry = undefined
          wake()
        }, backOff.next())
        return
      }
    }
  }

  /** @returns undefined for what was evicted, or sent already under another record */
  async function deliver(record: OutboxRecord): Promise<OutboxRecord['header']['upload']> {
    const { upload, type } = record.header
    if (upload === undefined || !existsSync(upload.file)) return undefined
    if (arrived !== upload.name) await uploader.upload(upload, cut.signal)
    arrived = upload.name
    if (type !== undefined) await link.send(record)
    return upload
  }

  return {
    wake,
    resume() {
      clearTimeout(retry)
      retry = undefined
      wake()
    },
    async stop() {
      cut.abort()
      clearTimeout(retry)
      await running
    },
  }
}
