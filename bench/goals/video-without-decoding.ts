import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { median } from '../../shared/domain/median.ts'
import { clipVideo } from '../../shared/video/clip-video.ts'
import { listKeyFrames, probeVideo } from '../../shared/video/probe-video.ts'
import { report } from '../report.ts'
import { runFfmpeg, secondsOf, withVideos } from '../video/footage.ts'

const rounds = 9
const warmUps = 3

await withVideos(async ({ ffmpeg, videos, folder }) => {
  const ffprobe = ffmpeg.replace(/ffmpeg([^/\\]*)$/, 'ffprobe$1')
  const probing = async (args: readonly string[]) => {
    const { status } = spawnSync(ffprobe, ['-v', 'error', ...args])
    if (status !== 0) throw new Error(`ffprobe ended with ${status}`)
  }
  for (const { file, name } of videos) {
    const out = folder()
    const keys = await listKeyFrames(file)
    const from = keys[Math.floor(keys.length / 2)] ?? 0
    const clip = join(out, 'ours.mp4')
    const rows = [
      {
        what: 'duration, size, codec',
        goal: 10,
        ours: () => probeVideo(file),
        peer: () => probing(['-show_format', '-show_streams', file]),
      },
      {
        ...{ what: 'times of the key frames', goal: 25, ours: () => listKeyFrames(file) },
        peer: () => probing(['-select_streams', 'v:0', '-show_entries', 'packet=pts_time,flags', '-of', 'csv=p=0', file]),
      },
      {
        ...{ what: 'a clip of 5 s', goal: 1.5, ours: () => clipVideo([{ file, startsAtMs: 0 }], from, from + 5000, clip) },
        peer: async () =>
          runFfmpeg(ffmpeg, ['-ss', String(from / 1000), '-i', file, '-t', '5', '-an', '-c', 'copy', join(out, 'theirs.mp4')]),
      },
    ]
    for (const { what, goal, ours, peer } of rows) {
      for (let round = 0; round < warmUps; round++) await ours()
      const values = { ours: [] as number[], peer: [] as number[] }
      for (let round = 0; round < rounds; round++) {
        values.peer.push((await secondsOf(peer)) * 1000)
        values.ours.push((await secondsOf(ours)) * 1000)
      }
      const [peerValue, ourValue] = [median(values.peer), median(values.ours)]
      report({ what: `${name}: ${what}`, peer: 'a process of FFmpeg', peerValue, ourValue, unit: 'ms', better: 'lower', goal })
    }
    const [shown, whole] = [picturesOf(ffmpeg, clip), picturesOf(ffmpeg, file)]
    const first = whole.indexOf(shown[0] ?? '')
    const isSame = shown.length > 0 && shown.every((picture, index) => picture === whole[first + index])
    if (!isSame) throw new Error(`${name}: the clip does not show the same bits`)
  }
})

/** Hashes of the decoded pictures. */
function picturesOf(ffmpeg: string, file: string): string[] {
  const { stdout } = spawnSync(ffmpeg, ['-v', 'error', '-i', file, '-an', '-fps_mode', 'passthrough', '-f', 'framemd5', '-'], {
    encoding: 'utf8',
  })
  return stdout.split('\n').flatMap((line) => (line === '' || line.startsWith('#') ? [] : [line.split(',').at(-1)?.trim() ?? '']))
}
