/** Plays a full disk in a process of its own, for tests that kill it: `full-disk-process.ts CONNECTION SITE`. Prints each minute that is over. */
import { createMonitoredPlant } from '../../../harness/monitored-plant.ts'
import { bindActions, lastMinute, play } from './full-disk.ts'

const [, , connectionString = '', site = ''] = process.argv
const plant = await createMonitoredPlant(connectionString, site)
await plant.found()
await plant.startRollout()
await bindActions(plant)
for (let minute = 0; minute <= lastMinute; minute++) {
  await play(plant, minute)
  process.stdout.write(`${minute}\n`)
}
