import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { openPartitionLog, type PartitionLog } from './partition-log.ts'

/** The hub's stream of events: what the Event Hubs-compatible endpoint reads. */
export interface EventLog {
  readonly partitions: readonly PartitionLog[]
  /** A device always lands in the same partition: order holds within a device. */
  partitionOf(device: string): PartitionLog
  close(): Promise<void>
}

const expiryCheckMs = 60_000

export function openEventLog(folder: string, partitionCount: number, retentionHours: number): EventLog {
  const partitions = Array.from({ length: partitionCount }, (_, index) => openPartitionLog(join(folder, String(index)), retentionHours))
  const expiry = setInterval(() => {
    for (const partition of partitions) partition.expire(Date.now())
  }, expiryCheckMs)
  expiry.unref()
  return {
    partitions,
    partitionOf: (device) =>
      partitions[createHash('sha1').update(device).digest().readUInt32BE(0) % partitionCount] ?? (partitions[0] as PartitionLog),
    async close() {
      clearInterval(expiry)
      await Promise.all(partitions.map((partition) => partition.close()))
    },
  }
}
