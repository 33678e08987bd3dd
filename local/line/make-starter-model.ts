// Makes the model that `npm start` watches the simulated line with, from the line's own truth:
//   node tools/run.mjs local/line/make-starter-model.ts [--steps 3000] [--out edge/models/line-starter]
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { ModelCard } from '../../shared/domain/model-card.ts'
import { loadModel } from '../../shared/vision/load-model.ts'
import type { LabelMetrics } from '../../training/metrics/measure-labels.ts'
import { readOptions } from '../../training/options.ts'
import { train } from '../../training/train.ts'
import { measureOnVideo, type VideoOptions } from './measure-on-video.ts'
import { writeLineDataset } from './write-line-dataset.ts'

const { values } = parseArgs({
  options: {
    // Steps and not minutes: whoever makes it again gets as good a model, however busy the machine is.
    steps: { type: 'string', default: '3000' },
    workers: { type: 'string' },
    out: { type: 'string', default: 'edge/models/line-starter' },
  },
})

// Seeds that a person is likely to start the line with are in none of these.
const splits = {
  train: { firstSeed: 10_000, seeds: 150, framesPerSeed: 10 },
  validate: { firstSeed: 20_000, seeds: 12, framesPerSeed: 12 },
  test: { firstSeed: 30_000, seeds: 20, framesPerSeed: 15 },
}
const video: VideoOptions = { seed: 40_000, seconds: 90, framesPerSecond: 5, kilobitsPerSecond: 700 }

const folder = await mkdtemp(join(tmpdir(), 'sightloop-starter-'))
try {
  console.log('Drawing the line …')
  await writeLineDataset(folder, 'simulated-line-1', splits)
  const budget = ['--steps', values.steps]
  const workers = values.workers === undefined ? [] : ['--workers', values.workers]
  const size = ['--width', '320', '--height', '176', '--weights', 'float16']
  const flags = ['--data', folder, '--out', values.out, '--name', 'line-starter', '--licence', 'MIT', ...size, ...budget, ...workers]
  const { card, model } = await train(readOptions(flags), (line) => console.log(JSON.stringify(line)))
  const onVideo = await measureOnVideo(await loadModel(values.out), video)
  console.log(JSON.stringify({ event: 'video', ...onVideo }))
  await writeFile(join(values.out, 'README.md'), describe(card, onVideo, model.length))
} finally {
  await rm(folder, { recursive: true })
}

function describe({ metrics, training, input }: ModelCard, onVideo: Readonly<Record<string, LabelMetrics>>, bytes: number): string {
  const stills = metrics.perClass
  const { train: learned, validate, test } = splits
  return `# line-starter

The model that \`npm start\` watches the simulated bottling line with. It knows ${Object.keys(stills).join(', ')}.

- **Trained on** ${learned.seeds * learned.framesPerSeed} frames of ${learned.seeds} drawn lines (seeds from ${learned.firstSeed}), compressed as JPEG of quality 30–90, by \`training/\`
  in ${training['steps']} steps; thresholds chosen on ${validate.seeds * validate.framesPerSeed} frames of ${validate.seeds} others (seeds from ${validate.firstSeed}). No real footage, nobody's picture.
- **Input** ${input.width} × ${input.height} RGB bytes; ${training['arithmetic']} arithmetic, ${Math.round(bytes / 1000)} kB.
- **Licence** MIT, like everything it was made from.
- **Good for** the simulated line and for nothing else: real bottles need a model trained on pictures of them.

Made by \`node tools/run.mjs local/line/make-starter-model.ts\`. Drawing changed? Make it again.

## On lines that it never saw

${test.seeds * test.framesPerSeed} single frames of ${test.seeds} lines (seeds from ${test.firstSeed}); rare things are more frequent here than on the line:

${table(stills)}

${video.seconds} s of video of seed ${video.seed}, through the camera's H.264 encoder at ${video.kilobitsPerSecond} kbit/s, the edge's decoder and the edge's detector:

${table(onVideo)}
`
}

function table(metrics: Readonly<Record<string, LabelMetrics>>): string {
  const rows = Object.entries(metrics).map(([label, one]) => {
    const figures = [one.precision, one.recall, one.f1, one.ap50].map((figure) => figure.toFixed(3))
    return `| ${[label, one.objects, one.threshold, ...figures].join(' | ')} |`
  })
  return ['| label | objects | threshold | precision | recall | F1 | AP50 |', '|---|---|---|---|---|---|---|', ...rows].join('\n')
}
