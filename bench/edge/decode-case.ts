import { openVideoEngine } from '../../edge/video/open-video-engine.ts'
import type { PictureSize } from '../../edge/video/video-engine.ts'

export interface DecodeCase {
  readonly file: string
  /** Decode only, decode and scale, both in this process; or scale in a process of its own and hand over, as the product does. */
  readonly way: 'decode' | 'scale' | 'engine'
  readonly picture: PictureSize
  readonly threads: number
}

const { file, way, picture, threads } = JSON.parse(process.argv[2] ?? '{}') as DecodeCase
// The peer of pure decoding is compiled code: ours is compiled after a first run. The engine is a new process each time, and so is its peer.
if (way === 'decode') await inProcess()
process.stdout.write(JSON.stringify({ framesPerSecond: way === 'engine' ? await byEngine() : await inProcess() }))

/** From the first frame on: what a process needs to start is paid once. */
async function byEngine(): Promise<number> {
  let [frames, startedAt] = [-1, 0]
  for await (const _ of openVideoEngine('node-av').decodeFile(file, { picture })) {
    if (frames++ === -1) startedAt = performance.now()
  }
  return (frames * 1000) / (performance.now() - startedAt)
}

async function inProcess(): Promise<number> {
  const { createToRgb, openDecoder, openFile } = await import('../../edge/video/node-av-input.ts')
  const input = openFile(file)
  const decoder = openDecoder(input.stream, threads)
  const toRgb = createToRgb(picture)
  // As the command line counts with -benchmark: from the open file on.
  const startedAt = performance.now()
  let frames = 0
  for (const packet of input.demuxer.packetsSync(input.stream.index)) {
    for (const frame of decoder.decodeAllSync(packet)) {
      if (way === 'scale') toRgb(frame)
      frames++
      frame.free()
    }
    packet?.free()
  }
  return (frames * 1000) / (performance.now() - startedAt)
}
