import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createVideoSplitter } from '../../shared/adapters/video-splitter.ts'
import { median } from '../../shared/domain/median.ts'
import { listFrames } from '../../shared/video/probe-video.ts'
import { report } from '../report.ts'
import { runFfmpeg, secondsOf, times, withVideos } from '../video/footage.ts'
import { writeStills } from '../video/write-stills.ts'

const rounds = 3

await withVideos(async ({ ffmpeg, videos, folder }) => {
  const splitter = createVideoSplitter('node-av')
  const ratios: number[] = []
  for (const video of videos) {
    const { file, name } = video
    const whole = folder()
    await writeStills(
      splitter,
      file,
      (await listFrames(file)).map(({ ptsMs }) => ptsMs),
      whole,
    )
    for (const framesPerSecond of [1, 2, 5]) {
      const [ours, plain, best] = [[] as number[], [] as number[], [] as number[]]
      const asked = times(video, framesPerSecond)
      const out = folder()
      for (let round = 0; round < rounds; round++) {
        const sample = (input: readonly string[]) =>
          runFfmpeg(ffmpeg, [...input, '-i', file, '-an', '-vf', `fps=${framesPerSecond}`, '-q:v', '3', join(folder(), '%06d.jpg')])
        plain.push(sample([]))
        best.push(Math.min(plain.at(-1) as number, sample(['-skip_frame', 'noref'])))
        ours.push(await secondsOf(() => writeStills(splitter, file, asked, out)))
      }
      const rate = (seconds: readonly number[]) => asked.length / median(seconds)
      const row = { ourValue: rate(ours), unit: 'frames/s', better: 'higher' as const }
      const what = `${name}: ${framesPerSecond} frame${framesPerSecond === 1 ? '' : 's'} a second to JPEG`
      if (framesPerSecond === 1) {
        ratios.push(row.ourValue / rate(plain))
        report({ what, peer: 'ffmpeg -vf fps=1', peerValue: rate(plain), ...row, goal: 1.1 })
      }
      report({ what, peer: 'ffmpeg, its best form', peerValue: rate(best), ...row, goal: 1 })
      const known = hashesIn(whole)
      const strange = [...hashesIn(out)].filter((hash) => !known.has(hash)).length
      if (strange > 0) throw new Error(`${name}: ${strange} stills are not those of the full video`)
    }
  }
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length)
  report({
    what: '1 frame a second, geometric mean',
    peer: 'ffmpeg -vf fps=1',
    peerValue: 1,
    ourValue: mean,
    unit: '×',
    better: 'higher',
    goal: 1.5,
  })
  await splitter.close()
})

function hashesIn(folder: string): Set<string> {
  return new Set(
    readdirSync(folder).map((name) =>
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ),
  )
}
