import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeVideo } from '../../test/edge/support/make-video.ts'
import { createRandom } from './nets.ts'

/** `BENCH_VIDEO` where it is set, else 640 × 360 with squares that move about, 1,000 frames, a key frame every 8 s. */
export function withFootage<T>(work: (file: string) => Promise<T>): Promise<T> {
  if (process.env.BENCH_VIDEO !== undefined) return work(process.env.BENCH_VIDEO)
  const folder = mkdtempSync(join(tmpdir(), 'sightloop-bench-'))
  const file = join(folder, 'squares.mp4')
  const random = createRandom(3)
  const squares = Array.from({ length: 60 }, () => ({
    ...{ left: random() * 600, top: random() * 320, side: 10 + Math.round(random() * 60) },
    ...{ stepX: random() - 0.5, stepY: random() - 0.5 },
    colour: [random() * 255, random() * 255, random() * 255] as const,
  }))
  makeVideo(file, { width: 640, height: 360, framesPerSecond: 30, frames: 1000, groupSize: 240, squares })
  return work(file).finally(() => rmSync(folder, { recursive: true, force: true }))
}
