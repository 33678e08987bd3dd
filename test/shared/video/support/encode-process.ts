/** Encodes a moving pattern: `encode-process.ts`, the plan as JSON on its input. A process of its own, as for every use of node-av. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import type { TestVideo } from './make-test-video.ts'

const { file, plan, engine } = JSON.parse(await text(process.stdin)) as {
  file: string
  plan: Required<TestVideo>
  engine: 'node-av' | 'ffmpeg'
}
const { width, height, framesPerSecond, frames, groupSize } = plan
const x264 = {
  preset: 'veryfast',
  'x264-params': `keyint=${groupSize}:min-keyint=${groupSize}:scenecut=0:bframes=${plan.bFrames}:b-adapt=0:open-gop=${plan.isOpenGop ? 1 : 0}:threads=1:log-level=none`,
}
const codecOptions: Record<string, string> = plan.codec === 'libx264' ? x264 : { g: String(groupSize), threads: '1' }

if (engine === 'node-av') await encodeWithNodeAv()
else await encodeWithFfmpeg()

/** YUV 4:2:0: slanted stripes that move, a bright square that moves faster, and noise that is the same in every run. */
function picture(index: number): Buffer {
  const [halfWidth, halfHeight] = [Math.ceil(width / 2), Math.ceil(height / 2)]
  const bytes = Buffer.alloc(width * height + 2 * halfWidth * halfHeight, 128)
  let noise = index * 7919 + 1
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      noise = (noise * 1103515245 + 12345) & 0x7fffffff
      const isSquare = x >= (index * 3) % width && x < ((index * 3) % width) + width / 6 && y > height / 3 && y < height / 2
      const stripe = 60 + ((((x + y + index) >> 3) * 16) % 96)
      bytes[y * width + x] = isSquare ? 220 : stripe + ((noise >> 16) % 5)
    }
  }
  return bytes
}

async function encodeWithNodeAv(): Promise<void> {
  const { AV_PIX_FMT_YUV420P, Encoder, FF_ENCODER_LIBX264, FF_ENCODER_MPEG4, Frame, Log, Muxer, AV_LOG_QUIET } = await import('node-av')
  Log.setLevel(AV_LOG_QUIET)
  const muxer = await Muxer.open(file, { format: 'mp4' })
  const timeBase = { num: 1, den: framesPerSecond }
  const encoder = await Encoder.create(plan.codec === 'libx264' ? FF_ENCODER_LIBX264 : FF_ENCODER_MPEG4, {
    maxBFrames: plan.bFrames,
    gopSize: groupSize,
    bitrate: '1M',
    options: codecOptions,
  })
  const stream = muxer.addStream(encoder)
  const pictures: Buffer[] = []
  for (let index = 0; index < frames; index++) {
    // The frame points into the buffer, which must not be collected while the encoder reads it.
    pictures.push(picture(index))
    const frame = Frame.fromVideoBuffer(pictures.at(-1)!, { width, height, format: AV_PIX_FMT_YUV420P, pts: BigInt(index), timeBase })
    for (const packet of await encoder.encodeAll(frame)) await muxer.writePacket(packet, stream)
  }
  for (const packet of await encoder.encodeAll(null)) await muxer.writePacket(packet, stream)
  await muxer.close()
}

async function encodeWithFfmpeg(): Promise<void> {
  const input = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${width}x${height}`, '-r', String(framesPerSecond), '-i', '-']
  const coding = ['-c:v', plan.codec, '-b:v', '1M', ...Object.entries(codecOptions).flatMap(([name, value]) => [`-${name}`, value])]
  const child = spawn('ffmpeg', ['-loglevel', 'error', ...input, ...coding, '-bf', String(plan.bFrames), '-y', file], {
    stdio: ['pipe', 'inherit', 'inherit'],
  })
  for (let index = 0; index < frames; index++) if (!child.stdin.write(picture(index))) await once(child.stdin, 'drain')
  child.stdin.end()
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`ffmpeg ended with code ${code}`)
}
