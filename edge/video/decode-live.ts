import { setTimeout as sleep } from 'node:timers/promises'
import { AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_PKT_DATA_PRFT, AVERROR_EOF, type Frame, Packet } from 'node-av'
import { Fault } from '../../shared/domain/faults.ts'
import { sendRecord } from '../../shared/video/send-record.ts'
import { chooseFrames } from './choose-frames.ts'
import type { DecodeRequest } from './decode-messages.ts'
import { toLengthPrefixed } from './length-prefixed.ts'
import { createToRgb, type Input, openDecoder, openSource, presentationMs } from './node-av-input.ts'

type LiveRequest = Extract<DecodeRequest, { kind: 'stream' }>

const isNoDataYet = (code: number) => code === -11 || code === -35

/** Ends only by a fault or with the process. Packets are read asynchronously, so that the parent's end is noticed. */
export async function decodeLive(request: LiveRequest): Promise<void> {
  const chooser = chooseFrames({ framesPerSecond: request.framesPerSecond })
  const toRgb = createToRgb(request.picture)
  const isFile = request.source.kind === 'file'
  let beganAt = 0
  let offsetMs = 0
  let isStarted = false
  for (;;) {
    const input = await openSource(request.source)
    if (!isStarted) {
      sendStart(input)
      beganAt = performance.now()
      isStarted = true
    }
    const endMs = await play(input, offsetMs)
    await input.demuxer.close()
    if (!isFile) throw new Fault('video-lost', 'The camera ended the stream.')
    if (endMs <= offsetMs) throw new Fault('video-unreadable', 'There is no picture in it.')
    offsetMs = endMs
  }

  async function play(input: Input, offset: number): Promise<number> {
    const decoder = openDecoder(input.stream, 1)
    const packet = new Packet()
    packet.alloc()
    const toPacketMs = packetTimes(input, offset)
    let endMs = offset
    for (let code = 0; code !== AVERROR_EOF; ) {
      code = await input.demuxer.getFormatContext().readFrame(packet)
      if (isNoDataYet(code)) await sleep(2)
      if (code < 0 && code !== AVERROR_EOF && !isNoDataYet(code))
        throw new Fault('video-lost', `Reading failed with FFmpeg's code ${code}.`)
      if (code < 0 || packet.streamIndex !== input.stream.index) continue
      const times = toPacketMs(packet)
      if (isFile) await sleep(Math.max(0, beganAt + times.dtsMs - performance.now()))
      sendPacket(input, packet, times)
      sendFrames(input, decoder.decodeAllSync(packet), offset)
      endMs = Math.max(endMs, times.ptsMs + times.durationMs)
      packet.unref()
    }
    sendFrames(input, decoder.decodeAllSync(null), offset)
    packet.free()
    decoder.close()
    return endMs
  }

  function sendFrames(input: Input, frames: Frame[], offset: number): void {
    for (const frame of frames) {
      const ptsMs = presentationMs(input, frame) + offset
      if (chooser.isWanted(0, ptsMs)) {
        const { rgb, width, height } = toRgb(frame)
        sendRecord({ kind: 'frame', index: 0, ptsMs, width, height }, rgb)
      }
      frame.free()
    }
  }
}

/** Cameras leave out durations and sometimes time stamps; a packet without any follows its predecessor. */
function packetTimes(input: Input, offset: number) {
  const usualMs = 1000 / frameRateOf(input)
  let lastDtsMs = offset - usualMs
  return (packet: Packet) => {
    const isSet = (timestamp: bigint) => timestamp > -(2n ** 63n) && timestamp < 2n ** 63n - 1n
    const dtsMs = isSet(packet.dts) ? input.toMs(packet.dts) + offset : lastDtsMs + usualMs
    const ptsMs = isSet(packet.pts) ? input.toMs(packet.pts) + offset : dtsMs
    lastDtsMs = dtsMs
    return { ptsMs, dtsMs, durationMs: packet.duration > 0n ? input.toMs(packet.duration) : usualMs }
  }
}

function frameRateOf({ stream }: Input): number {
  const { num, den } = stream.avgFrameRate
  return num > 0 && den > 0 ? num / den : 25
}

function codecOf({ stream }: Input): 'avc' | 'hevc' | undefined {
  if (stream.codecpar.codecId === AV_CODEC_ID_H264) return 'avc'
  return stream.codecpar.codecId === AV_CODEC_ID_HEVC ? 'hevc' : undefined
}

function sendStart(input: Input): void {
  const { codecpar } = input.stream
  const description = codecpar.getDecoderConfigurationRecord()
  const codec = description === null ? undefined : codecOf(input)
  sendRecord(
    { kind: 'start', codec, width: codecpar.width, height: codecpar.height, frameRate: frameRateOf(input) },
    description ?? new Uint8Array(),
  )
}

function sendPacket(input: Input, packet: Packet, { ptsMs, durationMs }: { ptsMs: number; durationMs: number }): void {
  if (packet.data === null || codecOf(input) === undefined) return
  // MP4 files and Matroska hold lengths already; their configuration record begins with its version, 1.
  const hasLengths = input.stream.codecpar.extradata?.[0] === 1
  const data = hasLengths ? packet.data : toLengthPrefixed(packet.data)
  sendRecord({ kind: 'packet', ptsMs, durationMs, isKey: packet.isKeyframe, takenAtMs: takenAtMs(packet) }, data)
}

/** What the camera's RTCP sender reports say; FFmpeg hands it over as an AVProducerReferenceTime, whose first field is microseconds since 1970. */
function takenAtMs(packet: Packet): number | undefined {
  const reference = packet.getSideData(AV_PKT_DATA_PRFT)
  return reference === null || reference.length < 8 ? undefined : Number(reference.readBigInt64LE(0)) / 1000
}
