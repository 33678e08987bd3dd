import { spawnSync } from 'node:child_process'
import { median } from '../../shared/domain/median.ts'
import { findFfmpeg, hasNodeAv } from '../../shared/video/find-engine.ts'
import type { DecodeCase } from '../edge/decode-case.ts'
import { withFootage } from '../edge/footage.ts'
import { runCase } from '../edge/run-case.ts'
import { report } from '../report.ts'

const rounds = 5
const script = new URL('../edge/decode-case.ts', import.meta.url)
const picture = { width: 192, height: 112 }
const ffmpeg = findFfmpeg()

if (!hasNodeAv()) console.log('Not measured: node-av is not installed.')
else await withFootage(measure)

async function measure(file: string): Promise<void> {
  const results = { decode: [] as number[], scale: [] as number[], engine: [] as number[], cli: [] as number[] }
  const measureOnce = async (what: DecodeCase) => (await runCase<{ framesPerSecond: number }>(script, what)).framesPerSecond
  for (let round = 0; round < rounds; round++) {
    const byThreads: number[] = []
    for (const threads of [1, 2]) byThreads.push(await measureOnce({ file, way: 'decode', picture, threads }))
    results.decode.push(Math.max(...byThreads))
    if (ffmpeg !== undefined) results.cli.push(Math.max(...[1, 2, 0].map((threads) => commandLineRate(ffmpeg, file, threads))))
    results.scale.push(await measureOnce({ file, way: 'scale', picture, threads: 0 }))
    results.engine.push(await measureOnce({ file, way: 'engine', picture, threads: 0 }))
  }
  const unit = 'frames/s'
  if (ffmpeg === undefined) console.log('Not measured against the command line: there is no ffmpeg on the PATH.')
  else {
    const values = { peerValue: median(results.cli), ourValue: median(results.decode) }
    report({
      what: 'Decoding alone',
      peer: 'ffmpeg on the PATH, best of 1, 2 and its own number of threads',
      ...values,
      unit,
      better: 'higher',
      goal: 0.95,
      note: 'both without their start',
    })
  }
  const values = { peerValue: median(results.scale), ourValue: median(results.engine) }
  report({
    what: `Frames of ${picture.width} × ${picture.height} from the decoding process`,
    peer: 'decoded and scaled in process',
    ...values,
    unit,
    better: 'higher',
    goal: 0.9,
  })
}

/** `-benchmark` says how long the work took without the start of the process. */
function commandLineRate(command: string, file: string, threads: number): number {
  const args = ['-hide_banner', '-nostdin', '-benchmark', '-threads', String(threads), '-i', file, '-map', '0:v:0', '-f', 'null', '-']
  const { stderr } = spawnSync(command, args, { encoding: 'utf8' })
  const frames = Number(/frame=\s*(\d+)(?![\s\S]*frame=)/.exec(stderr)?.[1])
  return frames / Number(/rtime=([\d.]+)s/.exec(stderr)?.[1])
}
