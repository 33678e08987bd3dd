import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { VideoSplitter } from '../../shared/adapters/video-splitter.ts'

/** Stills as files in a folder, as ffmpeg leaves them; answers how many and their size. */
export async function writeStills(splitter: VideoSplitter, file: string, times: readonly number[], folder: string) {
  let [frames, bytes] = [0, 0]
  const { outcome, reason } = await splitter({ file, times, keyframeTimes: [], jpegQscale: 3 }, async ({ jpeg }) => {
    bytes += jpeg.length
    await writeFile(join(folder, `${String(++frames).padStart(6, '0')}.jpg`), jpeg)
  })
  if (outcome !== 'complete') throw new Error(`${file}: ${reason}`)
  return { frames, bytes }
}
