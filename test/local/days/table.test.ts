import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hourSeconds } from '../../../local/days/plant.ts'
import type { Outcome, PlayedDays } from '../../../local/days/play-days.ts'
import { brokenPromises, daysTable } from '../../../local/days/table.ts'

const onset = 10 * 24 * hourSeconds
const outcome = (after: number | undefined): Outcome => ({
  ...{ befall: 'load', by: 'drift', monitors: ['load'], withinSeconds: 19 * hourSeconds, after },
  notice: after === undefined ? undefined : { by: 'drift', monitor: 'load', at: onset + after },
})
const well: PlayedDays = { onset, outcomes: [outcome(19 * hourSeconds)], told: new Map(), falseNotices: [], batch: undefined, pictures: 1 }
const falseNotice = { by: 'camera', monitor: 'moved', at: 8 * 24 * hourSeconds + 90 } as const

test('what is noticed at the last moment is in time; a second later, or never, is a broken promise', () => {
  assert.deepEqual(brokenPromises(well), [])
  for (const after of [19 * hourSeconds + 1, undefined]) {
    const late = { ...well, outcomes: [outcome(after)] }
    assert.deepEqual(brokenPromises(late), ['a season of half the load: drift said nothing within 19.0 h.'])
    assert.match(daysTable(late, 20), /19\.0 h .* NO$/m)
  }
})

test('one false notice is borne, two are not, and the table names them', () => {
  assert.deepEqual(brokenPromises({ ...well, falseNotices: [falseNotice] }), [])
  const two = { ...well, falseNotices: [falseNotice, falseNotice] }
  assert.deepEqual(brokenPromises(two), ['2 false notices; 1 at most is promised.'])
  assert.match(daysTable(two, 20), /day 9, 90 s after midnight: camera's health moved/)
})

test('four of five frames of the batch must show the new bottle, and there must be a batch where one was due', () => {
  const told = new Map([['bottles', []]] as const)
  const batch = (frames: number, holding: number) => ({ ...well, told, batch: { monitor: 'crops:fields', frames, holding } })
  assert.deepEqual(brokenPromises(batch(50, 40)), [])
  for (const played of [batch(50, 39), batch(0, 0), { ...well, told }]) assert.match(brokenPromises(played).join(), /fewer than 80 %/)
  assert.match(daysTable(batch(50, 39), 20), /39 of 50 frames show it, 78 %/)
})
