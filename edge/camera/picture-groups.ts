import type { StreamPacket } from '../video/video-engine.ts'

/** Packets from a key frame on: all that is needed to see any picture among them in full size. */
export interface PictureGroup {
  readonly packets: readonly StreamPacket[]
}

export interface PictureGroups {
  add(packet: StreamPacket): void
  /** The group of a picture that was shown lately; whoever keeps it can see the picture for as long as they like. */
  groupOf(ptsMs: number): PictureGroup | undefined
  clear(): void
}

interface OpenGroup {
  packets: StreamPacket[]
  bytes: number
}

/** Decoding lags behind the packets by a few pictures, so the group before the newest is kept too. */
const keptGroups = 2
/** A camera that never sends key frames must not fill the memory; its stills are then taken from the small picture. */
const maxGroupBytes = 64 * 1024 * 1024

export function createPictureGroups(): PictureGroups {
  let groups: OpenGroup[] = []
  return {
    add: (packet) => {
      if (packet.isKey) groups = [...groups.slice(1 - keptGroups), { packets: [], bytes: 0 }]
      const group = groups.at(-1)
      if (group === undefined) return
      group.bytes += packet.data.length
      if (group.bytes > maxGroupBytes) groups = groups.slice(0, -1)
      else group.packets.push(packet)
    },
    groupOf: (ptsMs) => groups.find(({ packets }) => packets.some((packet) => Math.abs(packet.ptsMs - ptsMs) < 1)),
    clear: () => {
      groups = []
    },
  }
}
