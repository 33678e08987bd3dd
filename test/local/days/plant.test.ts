import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UsageError } from '../../../local/console/options.ts'
import { createObjectCounter } from '../../../local/days/count-objects.ts'
import { holdsNewBottle } from '../../../local/days/holds-new-bottle.ts'
import { parseDaysOptions } from '../../../local/days/options.ts'
import { befalls, createPlant, daySeconds, hourSeconds } from '../../../local/days/plant.ts'
import { watchDevice } from '../../../local/days/watch-device.ts'

const onset = daySeconds + 8 * hourSeconds
const plant = createPlant(5, onset)

test('before its onset nothing befalls the line', () => {
  const usual = plant.at(onset - 1)
  for (const befall of befalls) assert.deepEqual(plant.at(onset - 1, befall), usual)
  for (const befall of befalls) assert.notDeepEqual(plant.at(onset, befall), usual, befall)
})

test('half as many bottles come in the season of half the load, and as many as ever come in a hall with less light', () => {
  const countIn = createObjectCounter(plant)
  const bottles = (befall?: 'load' | 'lamp') => countIn(onset + hourSeconds, befall)['bottle'] ?? 0
  assert.ok(bottles() > 1000)
  assert.ok(Math.abs(bottles('load') / bottles() - 0.5) < 0.06)
  assert.equal(bottles('lamp'), bottles())
})

test('the new bottle stands in the pictures of every other hour', () => {
  const middles = [0, 1, 2, 3].map((hour) => onset + (hour + 0.5) * hourSeconds)
  assert.deepEqual(
    middles.map((seconds) => holdsNewBottle(plant, seconds)),
    [true, false, true, false],
  )
})

test('a device that is well, with a pause a day, is nobody told of', () => {
  assert.deepEqual(watchDevice(5, 0, 5 * daySeconds), [])
})

test('options are whole numbers and names of what can befall the line', () => {
  assert.deepEqual(parseDaysOptions([]), { seed: 7, days: 20, befalls })
  assert.deepEqual(parseDaysOptions(['--seed', '3', '--days', '7', '--only', 'load,lamp']), { seed: 3, days: 7, befalls: ['lamp', 'load'] })
  assert.equal(parseDaysOptions(['--help']), 'help')
  for (const wrong of [['--days', '6'], ['--seed', 'x'], ['--only', 'rain'], ['--what']])
    assert.throws(() => parseDaysOptions(wrong), UsageError)
})
