// A trainer that learns nothing: quick-trainer.ts --data DIR --out DIR --progress FILE …, as the reference trainer is called.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { writeColourModel } from '../../../edge/support/colour-model.ts'

const text = { type: 'string' } as const
const { values } = parseArgs({ strict: false, options: { data: text, out: text, progress: text } })
const folder = (name: 'data' | 'out' | 'progress') => String(values[name])
const { images } = JSON.parse(readFileSync(join(folder('data'), 'annotations.json'), 'utf8')) as { images: { file_name: string }[] }
const missing = images.filter(({ file_name }) => !existsSync(join(folder('data'), 'images', file_name)))
if (images.length === 0 || missing.length > 0) throw new Error(`${missing.length} of ${images.length} pictures are missing.`)
mkdirSync(dirname(folder('progress')), { recursive: true })
for (const step of [1, 2, 3])
  appendFileSync(folder('progress'), `${JSON.stringify({ event: 'progress', step, steps: 3, loss: 1 / step, secondsLeft: 0 })}\n`)
writeColourModel(folder('out'))
writeFileSync(join(folder('out'), 'metrics.json'), '{}')
