import type { Lane } from './lane.ts'
import type { MediaLedger } from './media-ledger.ts'
import type { LaneName, MediaLaneName } from './outbox.ts'

interface QuotaOptions {
  readonly quotaBytes: number
  readonly lanes: Record<LaneName, Lane>
  readonly ledgers: Record<MediaLaneName, MediaLedger>
}

export interface Quota {
  readonly usedBytes: number
  /** Records and files that were evicted since the start. */
  readonly evicted: number
  /** Makes room for a new record and its file by evicting what is worth less. False: there is no room for it. */
  makeRoom(lane: LaneName, bytes: number): boolean
  /** The disk itself is full, whatever the quota says: gives up one piece of what is worth least. */
  freeSome(): boolean
}

// Video would push everything else out within minutes of an outage, so it gets this share and no more.
const mediaShare = 0.7
// Kept free for incidents.
const incidentShare = 0.1
// Records of files that were evicted long ago must not pile up.
const mediaRecordShare = 0.02

// What goes to make room for what, first in the list first. Incidents are in no list.
const victims: Record<LaneName, readonly LaneName[]> = {
  telemetry: ['telemetry'],
  recording: ['telemetry', 'recording'],
  clip: ['telemetry', 'recording', 'clip'],
  snapshot: ['telemetry', 'recording', 'clip', 'snapshot'],
  incident: ['telemetry', 'recording', 'clip', 'snapshot'],
}

export function createQuota({ quotaBytes, lanes, ledgers }: QuotaOptions): Quota {
  let evicted = 0

  const ledgerOf = (name: LaneName) => (name in ledgers ? ledgers[name as MediaLaneName] : undefined)
  const mediaBytes = () => Object.values(ledgers).reduce((sum, ledger) => sum + ledger.bytes, 0)
  const usedBytes = () => Object.values(lanes).reduce((sum, lane) => sum + lane.bytes, mediaBytes())

  function evictFrom(name: LaneName): boolean {
    const lane = lanes[name]
    const ledger = ledgerOf(name)
    if (ledger === undefined) {
      const lost = lane.evictOldestSegment()
      evicted += lost ?? 0
      return lost !== undefined
    }
    const hadFile = ledger.evictOldest()
    if (hadFile) evicted++
    if (lane.bytes > quotaBytes * mediaRecordShare) {
      lane.evictOldestSegment()
      evicted += ledger.evictBefore(lane.firstIndex)
    }
    return hadFile
  }

  function evictFirst(names: readonly LaneName[]): boolean {
    return names.some(evictFrom)
  }

  return {
    get usedBytes() {
      return usedBytes()
    },
    get evicted() {
      return evicted
    },
    makeRoom(name, bytes) {
      const isPrecious = name === 'incident' || name === 'snapshot'
      const limit = isPrecious ? quotaBytes : quotaBytes * (1 - incidentShare)
      const isMedia = ledgerOf(name) !== undefined
      while (isMedia && mediaBytes() + bytes > quotaBytes * mediaShare) {
        if (!evictFirst(victims[name].filter((victim) => victim !== 'telemetry'))) return false
      }
      while (usedBytes() + bytes > limit) {
        if (!evictFirst(victims[name])) return false
      }
      return true
    },
    freeSome: () => evictFirst(victims.incident),
  }
}
