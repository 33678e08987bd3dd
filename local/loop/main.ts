// npm run loop: does the loop teach? One whole turn on a film whose objects are known.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openFootage } from '../../training/scripts/footage.ts'
import { UsageError } from '../console/options.ts'
import { parseLoopOptions, usage } from './options.ts'
import { planFilms } from './plan-films.ts'
import { playTurn } from './play-turn.ts'
import { loopPage } from './show/loop-page.ts'
import { summary, table } from './show/table.ts'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const startedAt = performance.now()
const minutes = () => (performance.now() - startedAt) / 60_000

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof UsageError ? error.message : error)
  process.exitCode = error instanceof UsageError ? 2 : 1
}

async function main(): Promise<number> {
  const options = parseLoopOptions(process.argv.slice(2), process.cwd())
  if (options === 'help') {
    console.log(usage)
    return 0
  }
  const stopped = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort(new Error('Stopped.')))
  const say = (line: string) => console.log(`${minutes().toFixed(1).padStart(5)} min  ${line}`)

  const footage = await openFootage(options.camera, options.truth)
  for (const name of ['films', 'weak', 'model', 'factory']) await rm(join(options.folder, name), { recursive: true, force: true })
  await mkdir(join(options.folder, 'films'), { recursive: true })
  say('making the films …')
  const films = await planFilms(footage, join(options.folder, 'films'))
  const turn = await playTurn({ root, options, footage, films, signal: stopped.signal, say })
  const facts = { turn, minutes: minutes() }
  console.log(`\n${table(turn.rows)}\n\n${summary(facts)}\n`)
  const page = join(options.folder, 'loop.html')
  await writeFile(page, await loopPage(facts, films))
  console.log(`Plots and pictures: ${page}`)
  return 0
}
