/** Builds the dataset of a sample plant in a process of its own, for tests that kill it: `build-dataset-process.ts CONNECTION SITE`. */
import { pathToFileURL } from 'node:url'
import { type BuiltDataset, buildDataset } from '../../shared/operations/build-dataset.ts'
import { sampleFrames, samplePlant } from './labelled-recording.ts'
import { createTestApp } from './test-app.ts'

/** The first `count` recordings of the plant; the clock stands still. */
export async function buildSample(connectionString: string, site: string, count: number): Promise<BuiltDataset> {
  const app = await createTestApp(connectionString, { clock: () => new Date('2026-03-05T02:30:00.000Z') })
  const plant = samplePlant(count).map((one) => ({ ...one, work: { ...one.work, site } }))
  const recordingWork = {
    ...app.recordingWork,
    all: async function* () {
      yield* plant.map(({ work }) => work)
    },
  }
  return buildDataset({ ...app, recordingWork, frames: sampleFrames(plant) }, { site, night: 'nightly-plant-2026-03-05' })
}

const [, script, connectionString = '', site = ''] = process.argv
if (script !== undefined && import.meta.url === pathToFileURL(script).href) await buildSample(connectionString, site, 24)
