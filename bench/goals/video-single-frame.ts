import { join } from 'node:path'
import { createVideoSplitter } from '../../shared/adapters/video-splitter.ts'
import { median } from '../../shared/domain/median.ts'
import { listFrames } from '../../shared/video/probe-video.ts'
import { report } from '../report.ts'
import { runFfmpeg, secondsOf, withVideos } from '../video/footage.ts'

const count = 12
const rounds = 3

await withVideos(async ({ ffmpeg, videos, folder }) => {
  const splitter = createVideoSplitter('node-av')
  for (const { file, name, durationMs } of videos) {
    const wanted = Array.from({ length: count }, (_, index) => Math.round((durationMs * (index + 0.5)) / count))
    const listed = await listFrames(file)
    const [ours, theirs] = [[] as number[], [] as number[]]
    const out = folder()
    for (let round = 0; round < rounds; round++) {
      for (const ms of wanted) {
        theirs.push(runFfmpeg(ffmpeg, ['-ss', String(ms / 1000), '-i', file, '-frames:v', '1', '-q:v', '3', join(out, 'one.jpg')]))
        ours.push(await secondsOf(() => take(file, ms)))
      }
    }
    const values = { peerValue: median(theirs) * 1000, ourValue: median(ours) * 1000, unit: 'ms' }
    report({
      what: `${name}: the frame of a time`,
      peer: 'ffmpeg -ss',
      ...values,
      better: 'lower',
      goal: 1.3,
      note: 'its process starts each time',
    })

    async function take(from: string, ms: number): Promise<void> {
      let at: number | undefined
      await splitter({ file: from, times: [ms], keyframeTimes: [], jpegQscale: 3 }, async ({ ptsMs }) => {
        at = ptsMs
      })
      const expected = listed.find(({ ptsMs }) => ptsMs + 1e-3 >= ms)?.ptsMs
      if (at === undefined || expected === undefined || Math.abs(at - expected) > 0.1)
        throw new Error(`${name}: ${at} ms for ${ms} ms, not ${expected}`)
    }
  }
  await splitter.close()
})
