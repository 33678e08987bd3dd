import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { createVideoSplitter, type VideoSplitter } from '../../shared/adapters/video-splitter.ts'
import { report } from '../report.ts'
import { type Footage, secondsOf, times, withVideos } from '../video/footage.ts'

const many = 100

if (process.platform !== 'linux') console.log('Not measured: memory of other processes is read from /proc.')
else
  await withVideos(async ({ videos }) => {
    for (const video of videos) {
      const splitter = createVideoSplitter('node-av')
      await split(splitter, video, 30)
      const peak = peakMegabytes()
      const most = video.height <= 480 ? 160 : 225
      report({
        what: `${video.name}: peak memory of the decoder`,
        peer: 'the goal',
        peerValue: most,
        ourValue: peak,
        unit: 'MB',
        better: 'lower',
        goal: 1,
      })
      await splitter.close()
    }
    const [video] = videos
    if (video === undefined) return
    const splitter = createVideoSplitter('node-av')
    await split(splitter, video, 1)
    const seconds = { one: await secondsOf(() => split(splitter, video, 1)), few: 0, many: 0 }
    const afterOne = { decoder: residentMegabytes(), ours: process.memoryUsage.rss() / 1e6 }
    const afterwards = async (count: number) => {
      const waiting = Array.from({ length: count }, () => video)
      const lane = async () => {
        for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await split(splitter, next, 1)
      }
      await Promise.all(Array.from({ length: availableParallelism() }, lane))
    }
    seconds.few = await secondsOf(() => afterwards(many / 10))
    seconds.many = await secondsOf(() => afterwards(many))
    const peers = [
      ['the decoder', afterOne.decoder, residentMegabytes()],
      ['our process', afterOne.ours, process.memoryUsage.rss() / 1e6],
    ] as const
    for (const [who, peerValue, ourValue] of peers)
      report({
        what: `Memory of ${who} after ${many} recordings`,
        peer: 'after one',
        peerValue,
        ourValue,
        unit: 'MB',
        better: 'lower',
        goal: 0.8,
      })
    const each = { peerValue: (seconds.few / (many / 10)) * 1000, ourValue: (seconds.many / many) * 1000, unit: 'ms' }
    report({ what: `Time for each of ${many} recordings`, peer: `of ${many / 10}`, ...each, better: 'lower', goal: 0.8 })
    const lanes = { peerValue: seconds.one * 1000, ourValue: each.ourValue, unit: 'ms' }
    const what = `Time for each recording on ${availableParallelism()} cores`
    report({ what, peer: 'one after the other', ...lanes, better: 'lower', goal: Math.min(2, availableParallelism()) * 0.75 })
    await splitter.close()
  })

async function split(splitter: VideoSplitter, video: Footage, framesPerSecond: number): Promise<void> {
  await splitter({ file: video.file, times: times(video, framesPerSecond), keyframeTimes: [], jpegQscale: 3 }, async () => {})
}

function decoders(): string[] {
  const children = readdirSync('/proc/self/task').flatMap((task) =>
    readFileSync(`/proc/self/task/${task}/children`, 'utf8').trim().split(' '),
  )
  return children.filter((pid) => pid !== '').map((pid) => readFileSync(`/proc/${pid}/status`, 'utf8'))
}

/** The highest that any decoder has been at, and the largest that one is now. */
function peakMegabytes(): number {
  return Math.max(...decoders().map((status) => Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1000))
}

function residentMegabytes(): number {
  return Math.max(...decoders().map((status) => Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1000))
}
