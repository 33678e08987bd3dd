import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { squaresAt, type VideoPlan } from './make-video.ts'
import { paint } from './pictures.ts'

const { file, plan, engine } = JSON.parse(await text(process.stdin)) as { file: string; plan: VideoPlan; engine: 'node-av' | 'ffmpeg' }
const codecOptions = {
  preset: 'veryfast',
  'x264-params': `keyint=${plan.groupSize}:min-keyint=${plan.groupSize}:scenecut=0:bframes=2:b-adapt=0`,
}

if (engine === 'node-av') await encodeWithNodeAv()
else await encodeWithFfmpeg()

function picture(index: number): Buffer {
  return Buffer.from(paint(plan.width, plan.height, squaresAt(plan, index)).data)
}

async function encodeWithNodeAv(): Promise<void> {
  const { AV_PIX_FMT_RGB24, AV_PIX_FMT_YUV420P, Encoder, FF_ENCODER_LIBX264, Frame, Muxer, SoftwareScaleContext } = await import('node-av')
  const muxer = await Muxer.open(file, { format: 'mp4' })
  const timeBase = { num: 1, den: plan.framesPerSecond }
  const encoder = await Encoder.create(FF_ENCODER_LIBX264, {
    maxBFrames: 2,
    gopSize: plan.groupSize,
    options: codecOptions,
  })
  const stream = muxer.addStream(encoder)
  const scale = new SoftwareScaleContext()
  scale.getContext(plan.width, plan.height, AV_PIX_FMT_RGB24, plan.width, plan.height, AV_PIX_FMT_YUV420P)
  for (let index = 0; index < plan.frames; index++) {
    const rgb = Frame.fromVideoBuffer(picture(index), {
      width: plan.width,
      height: plan.height,
      format: AV_PIX_FMT_RGB24,
      pts: BigInt(index),
      timeBase,
    })
    const frame = new Frame()
    frame.alloc()
    Object.assign(frame, { width: plan.width, height: plan.height, format: AV_PIX_FMT_YUV420P })
    frame.copyProps(rgb)
    frame.getBuffer()
    scale.scaleFrameSync(frame, rgb)
    for (const packet of await encoder.encodeAll(frame)) await muxer.writePacket(packet, stream)
    rgb.free()
    frame.free()
  }
  for (const packet of await encoder.encodeAll(null)) await muxer.writePacket(packet, stream)
  await muxer.close()
}

async function encodeWithFfmpeg(): Promise<void> {
  const input = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${plan.width}x${plan.height}`, '-r', String(plan.framesPerSecond), '-i', '-']
  const coding = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', ...Object.entries(codecOptions).flatMap(([name, value]) => [`-${name}`, value])]
  const child = spawn('ffmpeg', ['-loglevel', 'error', ...input, ...coding, '-y', file], { stdio: ['pipe', 'inherit', 'inherit'] })
  for (let index = 0; index < plan.frames; index++) if (!child.stdin.write(picture(index))) await once(child.stdin, 'drain')
  child.stdin.end()
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`ffmpeg ended with code ${code}`)
}
