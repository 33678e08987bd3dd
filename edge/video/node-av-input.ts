import { Decoder as AvDecoder, type Decoder, Demuxer, type Frame, Scaler, type Stream, SWS_AREA } from 'node-av'
import { Fault } from '../../shared/domain/faults.ts'
import { fitInside } from '../../shared/vision/fit.ts'
import { checkPictureSize, fileFormats } from './limits.ts'
import type { PictureSize, VideoSource } from './video-engine.ts'

// Only decode-process.ts may import this file: FFmpeg inside node-av is GPL and can crash, so it stays in that process.

export interface Input {
  readonly demuxer: Demuxer
  readonly stream: Stream
  /** Of a time stamp of the stream. */
  toMs(timestamp: bigint): number
}

const socketTimeoutMicroseconds = '10000000'
// A camera says what it sends when it is asked; FFmpeg would look on for five seconds to guess the frame rate.
const analysisMicroseconds = '500000'

export function openFile(file: string): Input {
  const options = { protocol_whitelist: 'file', format_whitelist: fileFormats }
  return toInput(refuse(() => Demuxer.openSync(file, { options })))
}

/** Waits for the camera without holding up the event loop. */
export async function openSource(source: VideoSource): Promise<Input> {
  if (source.kind === 'file') return openFile(source.file)
  const options = {
    ...{ protocol_whitelist: 'rtsp,rtsps,rtp,tcp,tls', rtsp_transport: 'tcp', timeout: socketTimeoutMicroseconds },
    analyzeduration: analysisMicroseconds,
  }
  const demuxer = await Demuxer.open(source.url, { options }).catch((cause) => {
    throw new Fault('video-lost', cause instanceof Error ? cause.message : String(cause))
  })
  return toInput(demuxer)
}

function toInput(demuxer: Demuxer): Input {
  const stream = demuxer.video()
  if (stream === undefined) throw new Fault('video-unreadable', 'There is no video in it.')
  checkPictureSize(stream.codecpar.width, stream.codecpar.height)
  const { num, den } = stream.timeBase
  return { demuxer, stream, toMs: (timestamp) => (Number(timestamp) * num * 1000) / den }
}

/** One thread for a camera, as frame threads hold pictures back; as many as there are cores for a file. */
export function openDecoder(stream: Stream, threadCount: number): Decoder {
  return refuse(() => AvDecoder.createSync(stream, { threadCount, exitOnError: false }))
}

export function presentationMs(input: Input, frame: Frame): number {
  return input.toMs(frame.bestEffortTimestamp)
}

export interface RgbPicture {
  readonly width: number
  readonly height: number
  readonly rgb: Uint8Array
}

/** Averages over the area that a pixel covers, as the trainer does: a model must see in the plant what it saw in training. */
export function createToRgb(size: PictureSize | undefined): (frame: Frame) => RgbPicture {
  const scaler = new Scaler({ flags: SWS_AREA })
  return (frame) => {
    // A stream can change its size on the way.
    checkPictureSize(frame.width, frame.height)
    const { width, height } = targetSize(frame, size)
    return { width, height, rgb: scaler.toBufferSync(frame, { resize: { width, height }, format: 'rgb' }) }
  }
}

function targetSize(frame: Frame, size: PictureSize | undefined): { width: number; height: number } {
  if (size === undefined) return { width: frame.width, height: frame.height }
  return size.fit === 'inside' ? fitInside(frame.width, frame.height, size.width, size.height) : size
}

function refuse<T>(open: () => T): T {
  try {
    return open()
  } catch (cause) {
    throw new Fault('video-unreadable', cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
