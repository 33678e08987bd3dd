// A process of its own, because FFmpeg as node-av brings it is GPL and native: raw frames (YUV 4:2:0) come in on the standard
// input, H.264 (Annex B) goes out on the standard output. It speaks the same language as the `ffmpeg` program does.
import {
  AV_OPT_SEARCH_CHILDREN,
  AV_OPT_TYPE_STRING,
  AV_PIX_FMT_YUV420P,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  Codec,
  CodecContext,
  FF_ENCODER_LIBX264,
  FFmpegError,
  Frame,
  Packet,
  Rational,
} from 'node-av'
import type { EncoderOptions } from './encoder.ts'

const options: EncoderOptions = JSON.parse(process.argv[2]!)
const { width, height, framesPerSecond } = options
const frameBytes = (width * height * 3) / 2

const codec = Codec.findEncoderByName(FF_ENCODER_LIBX264)
if (codec === null) throw new Error('this build of FFmpeg has no libx264')
const context = new CodecContext()
context.allocContext3(codec)
context.width = width
context.height = height
context.pixelFormat = AV_PIX_FMT_YUV420P
context.timeBase = new Rational(1, framesPerSecond)
context.framerate = new Rational(framesPerSecond, 1)
context.gopSize = options.keyFrameFrames
context.maxBFrames = 0
context.threadCount = 1
context.bitRate = BigInt(options.kilobitsPerSecond * 1000)
context.rcMaxRate = BigInt(options.kilobitsPerSecond * 1000)
context.rcBufferSize = options.kilobitsPerSecond * 1000
for (const [name, value] of Object.entries({ preset: 'veryfast', tune: 'zerolatency', 'x264-params': 'aud=1:scenecut=0' })) {
  FFmpegError.throwIfError(context.setOption(name, value, AV_OPT_TYPE_STRING, AV_OPT_SEARCH_CHILDREN), name)
}
FFmpegError.throwIfError(context.open2Sync(codec, null), 'open libx264')
const packet = new Packet()
packet.alloc()

let waiting: Buffer[] = []
let waitingBytes = 0
let frameNumber = 0n

process.stdin.on('data', (bytes: Buffer) => {
  waiting.push(bytes)
  waitingBytes += bytes.length
  if (waitingBytes < frameBytes) return
  let all = Buffer.concat(waiting)
  for (; all.length >= frameBytes; all = all.subarray(frameBytes)) encode(all.subarray(0, frameBytes))
  waiting = [all]
  waitingBytes = all.length
})
process.stdin.on('end', () => {
  context.sendFrameSync(null)
  drain()
})
// Whoever reads has gone: so do we.
process.stdout.on('error', () => process.stdin.destroy())

function encode(yuv: Buffer): void {
  const frame = Frame.fromVideoBuffer(yuv, { width, height, format: AV_PIX_FMT_YUV420P, timeBase: new Rational(1, framesPerSecond) })
  frame.pts = frameNumber++
  FFmpegError.throwIfError(context.sendFrameSync(frame), 'encode')
  frame.free()
  drain()
}

function drain(): void {
  for (;;) {
    const code = context.receivePacketSync(packet)
    if (code === AVERROR_EAGAIN || code === AVERROR_EOF) return
    FFmpegError.throwIfError(code, 'encode')
    if (packet.data !== null) process.stdout.write(Buffer.from(packet.data))
    packet.unref()
  }
}
