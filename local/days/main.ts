// npm run days: does anybody notice? Many virtual days of the simulated line before all monitors, in minutes.
import { fileURLToPath } from 'node:url'
import { DriftThresholds } from '../../shared/domain/drift-thresholds.ts'
import { createDetector } from '../../shared/vision/detector.ts'
import { loadModel } from '../../shared/vision/load-model.ts'
import { UsageError } from '../console/options.ts'
import { parseDaysOptions, usage } from './options.ts'
import { playDays } from './play-days.ts'
import { brokenPromises, daysTable } from './table.ts'

/** Measured and given to the model; half of them are described, like a night's frames. */
const picturesAnHour = 8
/** The rest of the day on which it begins, and two more. */
const disturbedDays = 3

const starterModel = fileURLToPath(new URL('../../edge/models/line-starter', import.meta.url))

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof UsageError ? error.message : error)
  process.exitCode = error instanceof UsageError ? 2 : 1
}

async function main(): Promise<number> {
  const options = parseDaysOptions(process.argv.slice(2))
  if (options === 'help') {
    console.log(usage)
    return 0
  }
  const startedAt = performance.now()
  const minutes = () => (performance.now() - startedAt) / 60_000
  const say = (line: string) => console.log(`${minutes().toFixed(1).padStart(5)} min  ${line}`)
  const thresholds = DriftThresholds.parse({})
  say(`${thresholds.referenceDays} days for the reference, ${options.days} undisturbed, then ${options.befalls.join(', ')}`)
  const detector = await createDetector(await loadModel(starterModel))
  try {
    const played = await playDays({ ...options, disturbedDays, thresholds, picturesAnHour, detector, say })
    const broken = brokenPromises(played)
    console.log(`\n${daysTable(played, options.days)}\n`)
    console.log(`Seed ${options.seed}: ${played.pictures} pictures, ${picturesAnHour} a virtual hour, in ${minutes().toFixed(1)} minutes.`)
    for (const sentence of broken) console.error(sentence)
    return broken.length === 0 ? 0 : 1
  } finally {
    await detector.close()
  }
}
