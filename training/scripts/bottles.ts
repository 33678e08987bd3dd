// Trains on the first half of a video whose objects are known and judges on the second, seed by seed:
//   npm run train:bottles -- --video FILE --truth FILE [--minutes 5] [--seeds 1,2,3] [--frames all|20] [--incidents hand] [--keep DIR]
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readOptions } from '../options.ts'
import { train } from '../train.ts'
import { countIncidents } from './count-incidents.ts'
import { openFootage } from './footage.ts'
import { type FootageFigures, type FootageJudgement, judgeOnFootage } from './judge-on-footage.ts'
import { writeFootageDataset } from './write-footage-dataset.ts'

const { values } = parseArgs({
  options: {
    video: { type: 'string' },
    truth: { type: 'string' },
    minutes: { type: 'string', default: '5' },
    steps: { type: 'string' },
    seeds: { type: 'string', default: '1,2,3' },
    frames: { type: 'string', default: 'all' },
    workers: { type: 'string' },
    incidents: { type: 'string' },
    keep: { type: 'string' },
  },
})
if (values.video === undefined || values.truth === undefined) {
  console.error('Say which footage: --video FILE --truth FILE')
  process.exit(2)
}

const folder = values.keep ?? (await mkdtemp(join(tmpdir(), 'sightloop-footage-')))
await mkdir(folder, { recursive: true })
try {
  const footage = await openFootage(values.video, values.truth)
  const data = join(folder, 'dataset')
  await writeFootageDataset(data, footage, values.frames === 'all' ? 'all' : Number(values.frames))
  const runs: (readonly FootageFigures[])[] = []
  for (const seed of values.seeds.split(',')) {
    const out = join(folder, `seed-${seed}`)
    const budget = values.steps === undefined ? ['--minutes', values.minutes] : ['--steps', values.steps]
    const workers = values.workers === undefined ? [] : ['--workers', values.workers]
    const startedAt = performance.now()
    const { card } = await train(readOptions(['--data', data, '--out', out, '--seed', seed, ...budget, ...workers]), () => {})
    const minutes = (performance.now() - startedAt) / 60_000
    const judgement = await judgeOnFootage(out, footage)
    const { figures } = judgement
    console.log(
      `seed ${seed}: ${card.training['steps']} steps in ${minutes.toFixed(1)} minutes, all told; ${card.training['arithmetic']} model`,
    )
    printTable(figures)
    if (values.incidents !== undefined) printIncidents(judgement, values.incidents)
    runs.push(figures)
  }
  console.log(`median of ${runs.length} seeds, trained on ${values.frames} labelled frames of the first half`)
  printTable(
    footage.labels.map((label, index) =>
      medianOf(
        label,
        runs.map((figures) => figures[index]!),
      ),
    ),
  )
} finally {
  if (values.keep === undefined) await rm(folder, { recursive: true })
}

function medianOf(label: string, runs: readonly FootageFigures[]): FootageFigures {
  const middle = (of: Exclude<keyof FootageFigures, 'label'>) => {
    const sorted = runs.map((one) => one[of]).sort((a, b) => a - b)
    return sorted[Math.floor((sorted.length - 1) / 2)]!
  }
  return {
    label,
    threshold: middle('threshold'),
    f1At30: middle('f1At30'),
    f1At50: middle('f1At50'),
    precisionAt30: middle('precisionAt30'),
    recallAt30: middle('recallAt30'),
    ap50: middle('ap50'),
  }
}

function printIncidents({ frames, thresholds }: FootageJudgement, label: string): void {
  const { openedAt, stays } = countIncidents(frames, label, thresholds[label] ?? 1)
  const list = (times: readonly string[]) => `${times.length} (${times.join(', ')} s)`
  const real = list(stays.map(({ from, to }) => `${from.toFixed(1)}–${to.toFixed(1)}`))
  console.log(`  "${label} in view for 0.5 s": incidents ${list(openedAt.map((at) => at.toFixed(1)))}, real stays ${real}`)
}

function printTable(figures: readonly FootageFigures[]): void {
  console.log('  label     threshold  F1 at IoU 0.3  F1 at IoU 0.5  precision  recall  AP50')
  for (const { label, threshold, f1At30, f1At50, precisionAt30, recallAt30, ap50 } of figures) {
    const cells = [f1At30.toFixed(3).padStart(13), f1At50.toFixed(3).padStart(13), precisionAt30.toFixed(3).padStart(9)]
    console.log(
      `  ${label.padEnd(8)}  ${threshold.toFixed(2).padStart(9)}  ${cells.join('  ')}  ${recallAt30.toFixed(3).padStart(6)}  ${ap50.toFixed(3)}`,
    )
  }
}
