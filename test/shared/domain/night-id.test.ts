import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nightId, parseNightId } from '../../../shared/domain/night-id.ts'

test('the id of a night can be read back, also where the name of the site looks like one', () => {
  for (const site of ['plant-1', 'nightly-a-2026-01-01', 'a-2026-01-01', 'a-2026-01-01-2', 'p'])
    for (const number of [1, 2, 37]) {
      const key = { site, date: '2026-11-20', number }
      assert.deepEqual(parseNightId(nightId(key)), key)
    }
})

test('what is no id of a night is none', () => {
  for (const id of ['nightly-plant-1', 'nightly-plant-1-2026-11-20-1', 'nightly-plant-1-2026-11-20-02', 'nightly-Plant-2026-11-20', ''])
    assert.equal(parseNightId(id), undefined, id)
})
