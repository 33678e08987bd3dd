import { createHash } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { EncodedPacket, EncodedVideoPacketSource, Mp4OutputFormat, Output, StreamTarget, type StreamTargetChunk } from 'mediabunny'
import type { StreamInfo, StreamPacket } from './video-engine.ts'

export interface WrittenSegment {
  readonly bytes: number
  readonly sha256: string
  readonly packets: number
}

export interface SegmentWriter {
  /** The first packet must be a key frame; its time becomes 0. */
  add(packet: StreamPacket): void
  /** Closes the file; undefined where no packet came. Rejects with what the disk said when it could not be written. */
  finish(): Promise<WrittenSegment | undefined>
}

/** Loses at most this much when the power goes: each fragment plays without those after it. */
const fragmentSeconds = 1

/** Writes packets as they are, without encoding again, to a fragmented MP4 that becomes `file` when it is finished. */
export function createSegmentWriter(file: string, info: StreamInfo): SegmentWriter {
  const partFile = `${file}.part`
  const hash = createHash('sha256')
  const source = new EncodedVideoPacketSource(info.codec ?? 'avc')
  let handle: FileHandle | undefined
  let bytes = 0
  let packets = 0
  let startMs: number | undefined
  let failure: unknown

  const target = new WritableStream<StreamTargetChunk>({
    // A fragmented file is written from its start to its end, so it can be hashed on the way.
    write: async ({ data }) => {
      hash.update(data)
      bytes += data.length
      await handle?.writeFile(data)
    },
  })
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: 'fragmented', minimumFragmentDuration: fragmentSeconds }),
    target: new StreamTarget(target),
  })
  output.addVideoTrack(source, { frameRate: Math.round(info.frameRate) })
  let last: Promise<void> = begin()
  const then = (step: () => Promise<void>) => {
    last = last.then(step).catch((error) => {
      failure ??= error
    })
  }

  return {
    add: (packet) => {
      startMs ??= packet.ptsMs
      const seconds = (packet.ptsMs - startMs) / 1000
      // Pictures that lean on the segment before this one cannot be shown without it.
      if (seconds < 0) return
      const isFirst = packets++ === 0
      const encoded = new EncodedPacket(packet.data, packet.isKey ? 'key' : 'delta', seconds, packet.durationMs / 1000)
      then(() => source.add(encoded, isFirst ? { decoderConfig: decoderConfig(info) } : undefined))
    },
    finish: async () => {
      then(() => output.finalize())
      await last
      await handle?.close()
      if (failure !== undefined || packets === 0) {
        await rm(partFile, { force: true })
        if (failure !== undefined) throw failure
        return undefined
      }
      await rename(partFile, file)
      return { bytes, sha256: hash.digest('hex'), packets }
    },
  }

  async function begin(): Promise<void> {
    handle = await open(partFile, 'w')
    await output.start()
  }
}

function decoderConfig(info: StreamInfo): VideoDecoderConfig {
  return { codec: codecString(info), codedWidth: info.width, codedHeight: info.height, description: info.description }
}

/** The codec as RFC 6381 writes it, for example `avc1.64001e`. */
export function codecString({ codec, description }: StreamInfo): string {
  const hex = (byte: number | undefined) => (byte ?? 0).toString(16).padStart(2, '0')
  if (codec === 'avc') return `avc1.${hex(description[1])}${hex(description[2])}${hex(description[3])}`
  const space = ['', 'A', 'B', 'C'][(description[1] ?? 0) >> 6]
  const profile = (description[1] ?? 0) & 31
  const compatibility = reverseBits(new DataView(description.buffer, description.byteOffset).getUint32(2))
  const tier = (description[1] ?? 0) & 32 ? 'H' : 'L'
  return `hvc1.${space}${profile}.${compatibility.toString(16)}.${tier}${description[12]}.${hex(description[6])}`
}

function reverseBits(value: number): number {
  return Array.from({ length: 32 }, (_, bit) => ((value >>> bit) & 1) * 2 ** (31 - bit)).reduce((sum, part) => sum + part, 0)
}
