import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createPlant, daySeconds, hourSeconds, startMs } from '../../../local/days/plant.ts'
import { playDays } from '../../../local/days/play-days.ts'
import { playHour } from '../../../local/days/play-hour.ts'
import { brokenPromises, daysTable } from '../../../local/days/table.ts'
import { createLine } from '../../../local/line/scene.ts'
import { DriftThresholds } from '../../../shared/domain/drift-thresholds.ts'
import { createDetector, type Detector } from '../../../shared/vision/detector.ts'
import { loadModel } from '../../../shared/vision/load-model.ts'

let detector: Detector
before(async () => {
  detector = await createDetector(await loadModel(fileURLToPath(new URL('../../../edge/models/line-starter', import.meta.url))))
})
after(() => detector.close())

test('a few days in short: nothing is said of the undisturbed one, the new bottle is noticed in time, and its batch shows it', async () => {
  const said: string[] = []
  const played = await playDays({
    ...{ seed: 5, days: 1, disturbedDays: 2, befalls: ['bottles'], picturesAnHour: 4, detector },
    thresholds: DriftThresholds.parse({ referenceDays: 3 }),
    say: (line) => said.push(line),
  })
  assert.deepEqual(played.falseNotices, [])
  const [outcome, ...others] = played.outcomes
  assert.deepEqual(others, [])
  assert.equal(outcome?.befall, 'bottles')
  assert.ok(outcome.notice !== undefined && outcome.notice.at > played.onset)
  assert.ok(played.batch !== undefined && played.batch.frames >= 10)
  assert.deepEqual(brokenPromises(played), [])
  const table = daysTable(played, 1)
  assert.match(table, /a new bottle colour +drift: crops:objects, crops:fields .* yes/)
  assert.match(table, /False notices on 1 undisturbed days, over all monitors: 0/)
  assert.deepEqual(said.length, 6)
  // Three days, one, and two of the disturbance; 4 pictures an hour, and one each two seconds for nine minutes.
  assert.equal(played.pictures, 6 * 24 * 4 + 270)
})

test('the same hour of the same seed is the same hour, and of another seed it is not', async () => {
  const play = async (seed: number) => {
    const plant = createPlant(seed, 2 * daySeconds)
    return playHour({ line: await createLine({ seed, clockStartMs: startMs }), plant, detector, picturesAnHour: 2 }, 9 * hourSeconds)
  }
  const hour = await play(5)
  assert.deepEqual(await play(5), hour)
  assert.notDeepEqual((await play(6)).hour, hour.hour)
})
