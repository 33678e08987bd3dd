import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { noticedAt } from '../../../local/days/judge-days.ts'
import { instantOf } from '../../../local/days/messages.ts'
import { befalls, daySeconds, hourSeconds } from '../../../local/days/plant.ts'
import { cameraPromises, driftHours, promisesOf } from '../../../local/days/promises.ts'
import { cameraTroubles } from '../../../shared/domain/camera-trouble.ts'
import { DriftThresholds } from '../../../shared/domain/drift-thresholds.ts'

const page = (name: string) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8')
const thresholds = DriftThresholds.parse({})

test('the times that are held against what happens are those of the pages', () => {
  assert.deepEqual([...cameraPromises(page('camera-health.md')).keys()], [...cameraTroubles])
  const promised = page('quality.md').split('## What promises to notice')[1]!.split('\n## ')[0]!
  const rows = promised.split('\n').filter((line) => line.startsWith('| ') && line.includes(' hours'))
  assert.equal(rows.length, 3)
  for (const row of rows) assert.match(row, new RegExp(`\\| ${driftHours(thresholds)} hours`))
  assert.equal(promised.match(/\| the morning after the first full day/g)?.length, 2)
  assert.match(page('insights.md'), /30 % off for a day is told in the first minutes of the next day/)
})

test('all that can befall the line is promised to be noticed by somebody, later thresholds later', () => {
  const onset = 27 * daySeconds + 9 * hourSeconds
  const promises = promisesOf(onset, thresholds)
  assert.deepEqual([...new Set(promises.map(({ befall }) => befall))], [...befalls])
  const hoursOf = (consecutive: number) =>
    promisesOf(onset, { ...thresholds, consecutive }).find(({ befall, by }) => befall === 'load' && by === 'drift')!.withinSeconds /
    hourSeconds
  assert.deepEqual([hoursOf(2), hoursOf(3)], [19, 25])
  // Nine in the morning: fifteen hours are left of the day, then comes the full one, and its morning.
  assert.equal(promises.find(({ befall }) => befall === 'bottles')!.withinSeconds / hourSeconds, 15 + 24 + 6)
})

test('a stretch is judged with the next timer, frames with the first one after their night', () => {
  const day = 3 * daySeconds
  assert.equal(noticedAt('load', instantOf(day + 6 * hourSeconds)), day + 6 * hourSeconds + 770)
  const [noon, midnight] = [instantOf(day + 12 * hourSeconds), instantOf(day + daySeconds)]
  for (const to of [noon, midnight]) assert.equal(noticedAt('crops:fields', to), day + daySeconds + 4 * hourSeconds + 770)
})
