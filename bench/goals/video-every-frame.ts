import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createVideoSplitter } from '../../shared/adapters/video-splitter.ts'
import { median } from '../../shared/domain/median.ts'
import { listFrames } from '../../shared/video/probe-video.ts'
import { report } from '../report.ts'
import { runFfmpeg, secondsOf, withVideos } from '../video/footage.ts'
import { writeStills } from '../video/write-stills.ts'

const rounds = 3

await withVideos(async ({ ffmpeg, videos, folder }) => {
  const splitter = createVideoSplitter('node-av')
  for (const { file, name } of videos) {
    const times = (await listFrames(file)).map(({ ptsMs }) => ptsMs)
    const [ours, theirs] = [folder(), folder()]
    await writeStills(splitter, file, times.slice(0, 1), ours)
    const seconds = { ours: [] as number[], theirs: [] as number[] }
    for (let round = 0; round < rounds; round++) {
      const forms = ['0', '1', '2'].map((threads) =>
        runFfmpeg(ffmpeg, ['-threads', threads, '-i', file, '-an', '-fps_mode', 'passthrough', '-q:v', '3', join(theirs, '%06d.jpg')]),
      )
      seconds.theirs.push(Math.min(...forms))
      seconds.ours.push(await secondsOf(() => writeStills(splitter, file, times, ours)))
    }
    const rate = (all: readonly number[]) => times.length / median(all)
    const unit = 'frames/s'
    const [peerValue, ourValue] = [rate(seconds.theirs), rate(seconds.ours)]
    report({
      what: `${name}: every frame to a JPEG`,
      peer: 'ffmpeg, best of 3 forms',
      peerValue,
      ourValue,
      unit,
      better: 'higher',
      goal: 1.1,
    })
    const sizes = { peerValue: sizeOf(theirs), ourValue: sizeOf(ours), unit: 'bytes' }
    report({ what: `${name}: size of the JPEGs`, peer: 'ffmpeg -q:v 3', ...sizes, better: 'lower', goal: 0.98 })
    const psnr = { peerValue: psnrOf(ffmpeg, file, theirs), ourValue: psnrOf(ffmpeg, file, ours), unit: 'dB' }
    report({
      what: `${name}: likeness to the video (PSNR)`,
      peer: 'ffmpeg -q:v 3',
      ...psnr,
      better: 'higher',
      goal: 1 - 0.3 / psnr.peerValue,
    })
  }
  await splitter.close()
})

function sizeOf(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
}

function psnrOf(ffmpeg: string, file: string, stills: string): number {
  const filter = '[1:v]scale=in_range=full:out_range=limited,format=yuv420p,settb=1/25,setpts=N[b];[0:v]settb=1/25,setpts=N[a];[a][b]psnr'
  const { stderr } = spawnSync(
    ffmpeg,
    ['-hide_banner', '-nostdin', '-i', file, '-i', join(stills, '%06d.jpg'), '-lavfi', filter, '-f', 'null', '-'],
    {
      encoding: 'utf8',
    },
  )
  return Number(/average:([\d.]+)/.exec(stderr)?.[1])
}
