import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readWallSearch, wallMode } from '../../../ui/screens/wall/wall-search.ts'

test('an address of the wall says interval, size and columns; what does not fit is left out', () => {
  assert.deepEqual(readWallSearch({ every: 15, small: true, columns: 3 }), { every: 15, small: true, columns: 3 })
  assert.deepEqual(readWallSearch({ every: 1, small: 'yes', columns: 99 }), {})
})

test('who saves data gets small pictures once a minute, unless they say otherwise', () => {
  assert.deepEqual(wallMode({}, true), { isSmall: true, seconds: 60, maxWidth: 320 })
  assert.deepEqual(wallMode({ small: false }, true), { isSmall: false, seconds: 5, maxWidth: 960 })
  assert.deepEqual(wallMode({ every: 15 }, true), { isSmall: true, seconds: 15, maxWidth: 320 })
})
