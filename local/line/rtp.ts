import type { AccessUnit } from './annex-b.ts'

/** Ticks a second of the RTP clock for video (RFC 6184). */
export const rtpClockHz = 90_000
const payloadType = 96
// Below the usual 1500 of Ethernet with its headers; readers size their buffers for it.
const largestPayload = 1400
const fragmentationUnitA = 28

export interface RtpSender {
  /** The frame as RTP packets (RFC 6184, packetization mode 1). */
  packetize(unit: AccessUnit, timestamp: number): Buffer[]
  /** An RTCP sender report (RFC 3550, 6.4.1) that ties the RTP clock to the wall clock. */
  report(timestamp: number, wallClockMs: number): Buffer
  readonly nextSequence: number
}

/** Numbers packets for one reader. */
export function createRtpSender(ssrc: number, firstSequence = 0): RtpSender {
  let sequence = firstSequence
  let packets = 0
  let octets = 0

  const packet = (payload: readonly Uint8Array[], timestamp: number, isLast: boolean): Buffer => {
    const header = Buffer.alloc(12)
    header[0] = 0x80
    header[1] = payloadType | (isLast ? 0x80 : 0)
    header.writeUInt16BE(sequence, 2)
    header.writeUInt32BE(timestamp >>> 0, 4)
    header.writeUInt32BE(ssrc, 8)
    sequence = (sequence + 1) & 0xffff
    const whole = Buffer.concat([header, ...payload])
    packets++
    octets += whole.length - header.length
    return whole
  }
  const packetize = ({ nals }: AccessUnit, timestamp: number): Buffer[] =>
    nals.flatMap((nal, index) => {
      const isLastNal = index === nals.length - 1
      if (nal.length <= largestPayload) return [packet([nal], timestamp, isLastNal)]
      return fragments(nal).map((fragment, part, all) => packet(fragment, timestamp, isLastNal && part === all.length - 1))
    })
  const report = (timestamp: number, wallClockMs: number): Buffer => {
    const bytes = Buffer.alloc(28)
    bytes[0] = 0x80
    bytes[1] = 200
    bytes.writeUInt16BE(6, 2)
    bytes.writeUInt32BE(ssrc, 4)
    // NTP counts seconds from 1900 and fractions of 2⁻³² s.
    bytes.writeUInt32BE((Math.floor(wallClockMs / 1000) + 2_208_988_800) >>> 0, 8)
    bytes.writeUInt32BE(Math.floor(((wallClockMs % 1000) / 1000) * 2 ** 32), 12)
    bytes.writeUInt32BE(timestamp >>> 0, 16)
    bytes.writeUInt32BE(packets, 20)
    bytes.writeUInt32BE(octets >>> 0, 24)
    return bytes
  }
  return {
    packetize,
    report,
    get nextSequence() {
      return sequence
    },
  }
}

/** FU-A (RFC 6184, 5.8): the header byte is spread over an indicator and a header in front of each piece. */
function fragments(nal: Buffer): Uint8Array[][] {
  const header = nal[0]!
  const pieces: Uint8Array[][] = []
  for (let from = 1; from < nal.length; from += largestPayload - 2) {
    const to = Math.min(nal.length, from + largestPayload - 2)
    const flags = (from === 1 ? 0x80 : 0) | (to === nal.length ? 0x40 : 0)
    pieces.push([Buffer.from([(header & 0xe0) | fragmentationUnitA, flags | (header & 0x1f)]), nal.subarray(from, to)])
  }
  return pieces
}
