import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import type { Readable } from 'node:stream'
import { Fault } from '../domain/faults.ts'
import { likenessOf } from '../domain/likeness.ts'
import type { SplitFrame } from '../ports/night.ts'
import { ffmpegArguments, lumaHeight, lumaWidth } from './ffmpeg-arguments.ts'
import { createFragmentReader } from './fragment-reader.ts'
import { createFrameLine } from './frame-line.ts'
import { inTurn } from './in-turn.ts'
import { spawnLimited, watchProcess } from './limited-process.ts'
import { listFrames } from './probe-video.ts'
import type { Budget, EngineEnd, SplitEngine } from './split-engine.ts'
import type { SplitTask } from './split-messages.ts'

/** A frame of the file by its number in presentation order. */
interface Listed {
  readonly ptsMs: number
  readonly isKey: boolean
}

const addressSpaceBytes = 4 * 1024 ** 3
const maxErrorCharacters = 2000
/** Each time is a term of one argument, which must not grow without bound. */
const timesPerRun = 300
/**
 * FFmpeg by its command line, version 5.1 or newer, a process for each file. It decodes everything up to the end, and
 * shows a damaged picture as best it can where the other engine leaves it out.
 */
export function createFfmpegSplitter(ffmpeg: string): SplitEngine {
  let decoder: string | undefined
  return {
    split: inTurn(availableParallelism(), async (task, budget, onFrame) => {
      decoder ??= versionOf(ffmpeg)
      const listed = await listFrames(task.file).catch((error) => (error instanceof Fault ? error : Promise.reject(error)))
      if (listed instanceof Fault) return { wanted: 0, sent: 0, problem: listed.detail ?? listed.message, decoder }
      const wanted = choose(listed, task)
      let sent = 0
      for (let from = 0; from < wanted.length; from += timesPerRun) {
        const part = wanted.slice(from, from + timesPerRun)
        const run = await decodePart(ffmpeg, task, part, listed, budget, onFrame)
        sent += run.sent
        if (run.problem !== undefined) return { wanted: wanted.length, sent, problem: run.problem, decoder }
      }
      const missing = wanted.length - sent
      const problem = missing === 0 ? undefined : `${missing} of ${wanted.length} wanted pictures cannot be decoded.`
      return { wanted: wanted.length, sent, problem, decoder }
    }),
    close: async () => {},
  }
}

function versionOf(ffmpeg: string): string {
  const [first = ''] = execFileSync(ffmpeg, ['-version'], { env: {}, encoding: 'utf8' }).split('\n')
  return first.split(' ').slice(0, 3).join(' ').replace(' version', '').slice(0, 100)
}

/** Numbers of the frames that are wanted, ascending. */
function choose(listed: readonly Listed[], { times, keyframeTimes }: SplitTask): number[] {
  const firstAfter = (at: number, isCandidate: (frame: Listed) => boolean) =>
    listed.findIndex((frame) => isCandidate(frame) && frame.ptsMs + 1e-3 >= at)
  const all = [...times.map((at) => firstAfter(at, () => true)), ...keyframeTimes.map((at) => firstAfter(at, ({ isKey }) => isKey))]
  return [...new Set(all.filter((index) => index >= 0))].sort((a, b) => a - b)
}

async function decodePart(
  ffmpeg: string,
  task: SplitTask,
  part: readonly number[],
  listed: readonly Listed[],
  budget: Budget,
  onFrame: (frame: SplitFrame) => Promise<void>,
): Promise<Pick<EngineEnd, 'sent' | 'problem'>> {
  const seconds = part.map((index) => (listed[index]?.ptsMs ?? 0) / 1000)
  const limits = { cpuSeconds: budget.cpuSeconds, addressSpaceBytes }
  const child = spawnLimited(ffmpeg, ffmpegArguments(task.file, seconds, task.jpegQscale), limits, 4)
  const [jpegs, lumas] = [child.stdout as Readable, child.stdio[3] as Readable]
  child.stdin?.end()
  let heardAt = performance.now()
  let errors = ''
  let sent = 0
  const line = createFrameLine<SplitFrame>(jpegs, onFrame, () => child.kill('SIGKILL'))
  const watch = watchProcess(child, { ...budget, isStalled: () => !line.isHeldUp && performance.now() - heardAt > budget.stallMs })
  child.stderr?.on('data', (data: Buffer) => {
    errors = (errors + data).slice(0, maxErrorCharacters)
  })
  const pair = pairUp((frame) => {
    heardAt = performance.now()
    const index = nearest(listed, frame.ptsMs)
    if (!part.includes(index)) return
    sent++
    line.add({ ...frame, index, isKey: listed[index]?.isKey === true })
  })
  read(jpegs, pair.addJpeg, () => child.kill('SIGKILL'))
  read(lumas, pair.addLuma, () => child.kill('SIGKILL'))
  try {
    const failed = once(child, 'error').then(([cause]) =>
      Promise.reject(new Fault('video-engine-missing', (cause as Error).message, { cause })),
    )
    const [code, signal] = await Promise.race([once(child, 'close'), failed])
    await line.drained()
    if (signal === 'SIGKILL' && watch.reason === undefined) throw new Fault('video-lost', 'The decoder was killed.')
    const words = wordsOf(errors, task.file)
    const isWell = code === 0 && words === ''
    return {
      sent,
      problem: isWell ? undefined : (watch.reason ?? (words === '' ? `FFmpeg ended with ${signal ?? `code ${code}`}.` : words)),
    }
  } finally {
    watch.stop()
  }
}

interface Sample {
  readonly data: Uint8Array
  readonly ptsMs: number
  readonly width: number
  readonly height: number
}

/** Pictures and their brightness come through two pipes in the same order. */
function pairUp(onFrame: (frame: Omit<SplitFrame, 'index' | 'isKey'>) => void) {
  const jpegs: Sample[] = []
  const lumas: Sample[] = []
  let firstMs: number | undefined
  const match = () => {
    const [jpeg, luma] = [jpegs[0], lumas[0]]
    if (jpeg === undefined || luma === undefined) return
    jpegs.shift()
    lumas.shift()
    firstMs ??= jpeg.ptsMs
    const likeness = likenessOf({
      bytes: luma.data.filter((_, at) => at % 3 === 1),
      width: lumaWidth,
      height: lumaHeight,
      stride: lumaWidth,
    })
    onFrame({ ptsMs: jpeg.ptsMs - firstMs, width: jpeg.width, height: jpeg.height, likeness, jpeg: jpeg.data })
    match()
  }
  const addTo = (queue: Sample[]) => (sample: Sample) => {
    queue.push(sample)
    match()
  }
  return { addJpeg: addTo(jpegs), addLuma: addTo(lumas) }
}

function read(pipe: Readable, onSample: (sample: Sample) => void, onFailure: () => void): void {
  let size = { width: 0, height: 0 }
  const reader = createFragmentReader({
    onTrack: ({ width, height }) => {
      size = { width, height }
    },
    onSample: ({ data, ptsMs }) => onSample({ data, ptsMs, ...size }),
  })
  pipe.on('data', (chunk: Buffer) => {
    try {
      reader(chunk)
    } catch {
      onFailure()
    }
  })
  pipe.on('error', onFailure)
}

function nearest(listed: readonly Listed[], ptsMs: number): number {
  let [low, high] = [0, listed.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    const [here, next] = [listed[middle]?.ptsMs ?? 0, listed[middle + 1]?.ptsMs ?? 0]
    if ((here + next) / 2 < ptsMs) low = middle + 1
    else high = middle
  }
  return low
}

/** The first thing that it complained about, without names and addresses of this machine: the same file gives the same words. */
function wordsOf(errors: string, file: string): string {
  const [first = ''] = errors.trim().split('\n')
  return first === '' ? '' : `FFmpeg says: ${first.replaceAll(file, 'it').replaceAll(/ @ 0x[0-9a-f]+/g, '')}`.slice(0, 400)
}
