import { AV_CODEC_FLAG_BITEXACT, AV_CODEC_FLAG_QSCALE, AV_PIX_FMT_YUV420P, AVCOL_RANGE_JPEG, FF_ENCODER_MJPEG } from 'node-av/constants'
import { Codec, CodecContext, Frame, Packet, Rational, SoftwareScaleContext } from 'node-av/lib'
import { likenessOf } from '../domain/likeness.ts'
import { stopWithoutMemory } from './stop-without-memory.ts'
import { turnPlanes } from './turn-planes.ts'

// Only split-process.ts may import this file: FFmpeg inside node-av is GPL and can crash, so it stays in that process.

export interface JpegShape {
  /** Of the decoded picture. */
  readonly width: number
  readonly height: number
  readonly rotation: 0 | 90 | 180 | 270
  readonly qscale: number
}

export interface Jpeg {
  readonly width: number
  readonly height: number
  readonly likeness: string
  readonly jpeg: Buffer
}

export interface JpegWriter {
  readonly shape: JpegShape
  /** The frame can be freed as soon as this has returned; the JPEG is made on a thread of the pool. */
  write(frame: Frame): Promise<Jpeg>
  close(): void
}

/** What FFmpeg calls FF_QP2LAMBDA. */
const lambdaPerQscale = 118

/**
 * Encodes pictures as JPEG in full range, as the format wants it, without a comment or any other metadata. Video is
 * mostly of limited range, and FFmpeg's encoder converts nothing by itself.
 */
export function createJpegWriter(shape: JpegShape): JpegWriter {
  const isUpright = shape.rotation === 0 || shape.rotation === 180
  const [width, height] = isUpright ? [shape.width, shape.height] : [shape.height, shape.width]
  const picture = new Frame()
  picture.alloc()
  Object.assign(picture, { width: shape.width, height: shape.height, format: AV_PIX_FMT_YUV420P, colorRange: AVCOL_RANGE_JPEG })
  must(picture.getBuffer(), 'picture')
  const scale = new SoftwareScaleContext()
  scale.allocContext()
  const codec = Codec.findEncoderByName(FF_ENCODER_MJPEG)
  if (codec === null) throw new Error('This FFmpeg has no JPEG encoder.')
  const encoder = new CodecContext()
  encoder.allocContext3(codec)
  encoder.width = width
  encoder.height = height
  encoder.pixelFormat = AV_PIX_FMT_YUV420P
  encoder.colorRange = AVCOL_RANGE_JPEG
  encoder.timeBase = new Rational(1, 1000)
  encoder.threadCount = 1
  encoder.setFlags(AV_CODEC_FLAG_QSCALE, AV_CODEC_FLAG_BITEXACT)
  encoder.globalQuality = shape.qscale * lambdaPerQscale
  must(encoder.open2Sync(codec, null), 'open encoder')
  const packet = new Packet()
  packet.alloc()
  let written = 0n
  let turned: Buffer | undefined

  return {
    shape,
    write: async (frame) => {
      must(picture.makeWritable(), 'picture')
      // The colours stay where they are: moving them by a quarter of a pixel would blur them.
      picture.chromaLocation = frame.chromaLocation
      must(scale.scaleFrameSync(picture, frame), 'convert')
      // node-av's frame points into the buffer instead of copying it, so the buffer must stay until the encoder is done.
      turned = shape.rotation === 0 ? undefined : turnPlanes(picture.toBuffer(), shape.width, shape.height, shape.rotation)
      const upright = turned === undefined ? picture : frameOver(turned, width, height)
      upright.quality = shape.qscale * lambdaPerQscale
      upright.pts = written++
      const luma = upright.data?.[0]
      if (luma === undefined) throw new Error('The picture has no brightness.')
      const likeness = likenessOf({ bytes: luma, width, height, stride: upright.linesize[0] as number })
      must(await encoder.sendFrame(upright), 'encode')
      must(encoder.receivePacketSync(packet), 'encode')
      const jpeg = Buffer.from(packet.data ?? [])
      packet.unref()
      if (upright !== picture) upright.free()
      turned = undefined
      return { width, height, likeness, jpeg }
    },
    close: () => {
      picture.free()
      packet.free()
      encoder.freeContext()
      scale.freeContext()
    },
  }
}

function frameOver(planes: Buffer, width: number, height: number): Frame {
  const frame = Frame.fromVideoBuffer(planes, { width, height, format: AV_PIX_FMT_YUV420P, timeBase: { num: 1, den: 1000 } })
  frame.colorRange = AVCOL_RANGE_JPEG
  return frame
}

function must(code: number, what: string): void {
  stopWithoutMemory(code, what === 'open encoder')
  if (code < 0) throw new Error(`${what}: FFmpeg's code ${code}`)
}
