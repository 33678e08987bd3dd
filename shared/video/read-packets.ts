import { AV_CODEC_ID_H264, AV_LOG_QUIET, AV_NOPTS_VALUE, AVERROR_EAGAIN, AVERROR_EOF, AVMEDIA_TYPE_VIDEO } from 'node-av/constants'
import { Dictionary, FormatContext, InputFormat, Log, Packet, type Stream } from 'node-av/lib'
import { mp4Family } from './limits.ts'
import type { PacketColumns } from './plan-packets.ts'

// Only split-process.ts may import this file: FFmpeg inside node-av is GPL and can crash, so it stays in that process.

export interface Reading {
  readonly stream: Stream
  readonly packet: Packet
  toMs(timestamp: bigint): number
  /** Loads the next picture's packet; false at the end. `isBroken` where reading failed before it. */
  next(): boolean
  readonly isBroken: boolean
  close(): void
}

const corruptFlag = 2

/** Reads the first video stream of an MP4 packet by packet, with one packet for all of them. @throws where it is none */
export function openReading(file: string): Reading {
  Log.setLevel(AV_LOG_QUIET)
  const format = InputFormat.findInputFormat('mov')
  const options = Dictionary.fromObject({
    protocol_whitelist: 'file',
    format_whitelist: mp4Family,
    enable_drefs: '0',
    use_absolute_path: '0',
  })
  const context = new FormatContext()
  const code = context.openInputSync(`file:${file}`, format, options)
  if (code < 0) throw new Error(`FFmpeg cannot open it (code ${code}).`)
  const stream = context.streams.find(({ codecpar }) => codecpar.codecType === AVMEDIA_TYPE_VIDEO)
  if (stream === undefined) throw new Error('There is no video track in it.')
  const { num, den } = stream.timeBase
  const packet = new Packet()
  packet.alloc()
  let isBroken = false
  return {
    stream,
    packet,
    toMs: (timestamp) => (Number(timestamp) * num * 1000) / den,
    next: () => {
      for (;;) {
        packet.unref()
        const read = context.readFrameSync(packet)
        if (read === AVERROR_EAGAIN) continue
        if (read < 0) {
          isBroken ||= read !== AVERROR_EOF
          return false
        }
        if (packet.streamIndex !== stream.index) continue
        if ((packet.flags & corruptFlag) === 0) return true
        isBroken = true
      }
    },
    get isBroken() {
      return isBroken
    },
    close: () => {
      packet.free()
      context.closeInputSync()
    },
  }
}

/** First pass: which packets there are, without keeping their bytes. */
export function listPackets(reading: Reading): PacketColumns {
  const { codecId, extradata } = reading.stream.codecpar
  // The fifth byte of avcC says how long the lengths of NAL units are.
  const isH264 = codecId === AV_CODEC_ID_H264 && extradata?.[0] === 1 && ((extradata[4] ?? 0) & 3) === 3
  const columns: PacketColumns = { ptsMs: [], isKey: [], isReference: [] }
  while (reading.next()) {
    const { packet } = reading
    const slice = isH264 ? sliceOf(packet.data) : undefined
    columns.ptsMs.push(reading.toMs(timeOf(packet)))
    // A table without key frames calls every picture one; only an IDR picture is, whatever is said.
    columns.isKey.push(packet.isKeyframe && (slice === undefined || slice.isIdr))
    columns.isReference.push(slice === undefined || slice.isReference)
  }
  return columns
}

/** Packets without a time of their own are shown when they are decoded. */
function timeOf({ pts, dts }: Packet): bigint {
  if (pts !== AV_NOPTS_VALUE) return pts
  return dts === AV_NOPTS_VALUE ? 0n : dts
}

/** The first slice of an H.264 picture in MP4's form: NAL units with a length of four bytes before each. */
function sliceOf(data: Buffer | null): { isIdr: boolean; isReference: boolean } | undefined {
  for (let at = 0; data !== null && at + 5 <= data.length; at += 4 + data.readUInt32BE(at)) {
    const head = data[at + 4] as number
    const type = head & 31
    if (type >= 1 && type <= 5) return { isIdr: type === 5, isReference: (head & 0x60) !== 0 }
  }
  return undefined
}
