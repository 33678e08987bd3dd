import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { MessageType } from '../../shared/domain/messages.ts'
import { decodeEnvelope, type Envelope, encodeEnvelope, type Upload } from './envelope.ts'
import { type Lane, openLane } from './lane.ts'
import type { DiskTrouble } from './lane-writer.ts'
import { createMediaLedger, type MediaLedger } from './media-ledger.ts'
import { createQuota } from './quota.ts'
import { maxRecordBytes } from './record.ts'
import { sweepMedia } from './sweep-media.ts'

/** Most precious first. `clip` is a recording that shows an incident, `recording` any other. */
export const laneNames = ['incident', 'snapshot', 'clip', 'recording', 'telemetry'] as const
export type LaneName = (typeof laneNames)[number]
export const mediaLanes = ['snapshot', 'clip', 'recording'] as const
export type MediaLaneName = (typeof mediaLanes)[number]

export interface OutboxOptions {
  readonly folder: string
  /** Films and pictures in it that no record speaks of are deleted at the start. */
  readonly mediaFolder: string
  /** All records and the files that wait for their upload together. */
  readonly quotaBytes: number
  /** Default 1000. */
  readonly retryMs?: number
  /** The disk refuses to write, said once; undefined when it takes again. */
  onTrouble(trouble: DiskTrouble | undefined): void
}

export interface MessageKey {
  readonly bootId: string
  readonly seq: number
}

export interface Draft {
  readonly type?: MessageType
  readonly traceparent: string
  readonly upload?: Upload
  /** The message; undefined for a file that has none. The key is given here, once and for all. */
  body(key: MessageKey): unknown
}

export interface OutboxRecord extends Envelope {
  readonly lane: LaneName
  readonly index: number
}

export interface OutboxStatus {
  readonly queueDepth: number
  /** Messages and files that were given up for want of room since the start. */
  readonly evictedMessages: number
  readonly damagedRecords: number
  readonly diskUsedBytes: number
  readonly diskQuotaBytes: number
  readonly trouble: string | undefined
}

/** What the module has to say, on disk until the cloud has it. Everything in it survives `kill -9` and power cuts. */
export interface Outbox {
  readonly bootId: string
  /** Resolves with true when the record is on disk; with false when it was given up, or sent before it got there. */
  append(lane: LaneName, draft: Draft): Promise<boolean>
  take(lane: LaneName): OutboxRecord | undefined
  /** It arrived (or can never arrive): forgets the record and deletes its file. */
  done(record: OutboxRecord): void
  /** Gives back what was taken and is not done. */
  rewind(lane: LaneName): void
  onAvailable(listener: (lane: LaneName) => void): void
  status(): OutboxStatus
  close(): Promise<void>
}

// While the disk refuses to write, this many records a lane are kept in memory.
const maxUnstored = 5000

export function openOutbox(options: OutboxOptions): Outbox {
  const bootId = randomUUID()
  const listeners: ((lane: LaneName) => void)[] = []
  const troubles = new Map<LaneName, string>()
  const ledgers: Record<MediaLaneName, MediaLedger> = {
    snapshot: createMediaLedger(),
    clip: createMediaLedger(),
    recording: createMediaLedger(),
  }
  let seq = 0
  let lostMessages = 0
  // Whole files are deleted, so they are a small part of the quota; media records are small and few.
  const segmentBytes = Math.min(4 * 1024 * 1024, Math.max(16 * 1024, Math.floor(options.quotaBytes / 64)))
  const lanes = Object.fromEntries(laneNames.map((name) => [name, open(name)])) as Record<LaneName, Lane>
  const quota = createQuota({ quotaBytes: options.quotaBytes, lanes, ledgers })
  for (const name of mediaLanes) fillLedger(name)
  sweepMedia(options.mediaFolder, new Set(mediaLanes.flatMap((name) => [...ledgers[name].files()])))

  function open(name: LaneName): Lane {
    return openLane({
      folder: join(options.folder, name),
      segmentBytes: isMedia(name) ? Math.min(segmentBytes, 64 * 1024) : segmentBytes,
      retryMs: options.retryMs ?? 1000,
      onAvailable: () => {
        for (const listener of listeners) listener(name)
      },
      onTrouble: (trouble) => onTrouble(name, trouble),
    })
  }

  // One alarm however many lanes are struck, and one all-clear.
  function onTrouble(name: LaneName, trouble: DiskTrouble | undefined): void {
    const before = troubles.size
    if (trouble === undefined) troubles.delete(name)
    else troubles.set(name, trouble.code)
    if (trouble?.code === 'ENOSPC') quota.freeSome()
    if (before === 0 && trouble !== undefined) options.onTrouble(trouble)
    if (before > 0 && troubles.size === 0) options.onTrouble(undefined)
  }

  function fillLedger(name: MediaLaneName): void {
    for (let record = take(name); record !== undefined; record = take(name)) {
      if (record.header.upload) ledgers[name].add({ index: record.index, ...record.header.upload })
    }
    lanes[name].rewind()
  }

  function take(name: LaneName): OutboxRecord | undefined {
    const record = lanes[name].take()
    return record && { lane: name, index: record.index, ...decodeEnvelope(record.payload) }
  }

  return {
    bootId,
    async append(name, draft) {
      const message = draft.body({ bootId, seq: seq++ })
      const body = Buffer.from(message === undefined ? '' : JSON.stringify(message))
      const record = encodeEnvelope({ header: { type: draft.type, traceparent: draft.traceparent, upload: draft.upload }, body })
      const lane = lanes[name]
      if (name !== 'incident' && lane.unstored >= maxUnstored) lostMessages += lane.dropUnstored()
      const hasRoom = record.byteLength <= maxRecordBytes && quota.makeRoom(name, record.byteLength + (draft.upload?.bytes ?? 0))
      if (!hasRoom) {
        lostMessages++
        return false
      }
      const { index, stored } = lane.append(record)
      if (isMedia(name) && draft.upload) ledgers[name].add({ index, ...draft.upload })
      return stored
    },
    take,
    done(record) {
      lanes[record.lane].ack(record.index)
      if (isMedia(record.lane)) ledgers[record.lane].settle(record.index)
    },
    rewind: (name) => lanes[name].rewind(),
    onAvailable: (listener) => {
      listeners.push(listener)
    },
    status: () => ({
      queueDepth: laneNames.reduce((sum, name) => sum + lanes[name].depth, 0),
      evictedMessages: lostMessages + quota.evicted,
      damagedRecords: laneNames.reduce((sum, name) => sum + lanes[name].damagedRecords, 0),
      diskUsedBytes: quota.usedBytes,
      diskQuotaBytes: options.quotaBytes,
      trouble: [...troubles.values()][0],
    }),
    async close() {
      await Promise.all(laneNames.map((name) => lanes[name].close()))
    },
  }
}

function isMedia(name: LaneName): name is MediaLaneName {
  return (mediaLanes as readonly string[]).includes(name)
}
