import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Measurement } from '../../../local/loop/measure.ts'
import type { Turn } from '../../../local/loop/play-turn.ts'
import { summary, table } from '../../../local/loop/show/table.ts'

const measured = (falseAlarms: number, found: number): Measurement => ({
  ...{ openedAt: [], stays: [], frames: [] },
  labels: [{ label: 'hand', objects: 10, precision: 1, recall: 0.75, f1: 0.857, f1Strict: 0.5 }],
  alarms: { seconds: 20, stays: 4, found, falseAlarms },
})

const turn: Turn = {
  weak: { folder: 'weak', frames: 6, seconds: 7, steps: 300 },
  ...{ verdicts: { confirmed: 2, rejected: 3, reported: 0 }, labelled: 9, dataset: 'ds-1' },
  rows: [
    { name: 'sun', before: measured(4, 3), after: measured(1, 4) },
    { name: 'as filmed', before: measured(0, 4), after: measured(0, 4) },
  ],
  ...{ onDevice: undefined, teachingMinutes: 5.25, approvalSeconds: 7.4 },
  model: { name: 'plant-1', version: '1', digest: 'a'.repeat(64) },
}

test('the table has a line for each film and model, with false alarms in an hour and what was found', () => {
  const lines = table(turn.rows).split('\n')
  assert.equal(lines.length, 5)
  assert.match(lines[1]!, /sun +before +720 \(4 in 20 s\) +3 of 4 +0\.750 +– +0\.857 +hand 0\.500/)
  assert.match(lines[2]!, /^ +after +180 \(1 in 20 s\) +4 of 4/)
})

test('the summary says what changed on each film and on all together, how weak the model was, and how long it took', () => {
  const text = summary({ turn, minutes: 9.94 })
  assert.match(text, /6 frames of the first 7 s, as filmed, 300 steps/)
  assert.match(text, /sun: false alarms down by 75 %; hands found 3 of 4 before, 4 of 4 after/)
  assert.match(text, /as filmed: false alarms 0 as before/)
  assert.match(text, /All of it together: false alarms down by 75 %; hands found 7 of 8 before, 8 of 8 after/)
  assert.match(text, /5 verdicts, 0 reports of missed objects, 9 labelled frames/)
  assert.match(text, /to the new model on the device: 5\.3 minutes; from the yes: 7 s/)
  assert.match(text, /whole run took 9\.9 minutes/)
})

test('where there was no model before, nothing is said to have changed', () => {
  const rows = turn.rows.map(({ name, after }) => ({ name, before: undefined, after }))
  assert.doesNotMatch(summary({ turn: { ...turn, weak: undefined, rows }, minutes: 5 }), /together|before/)
})
