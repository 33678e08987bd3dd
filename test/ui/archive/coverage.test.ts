import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lengthOf, piecesOf, within, without } from '../../../ui/screens/archive/footage/coverage.ts'
import { pan, reveal, ticksOf, zoom } from '../../../ui/screens/archive/footage/strip-window.ts'

const day = { from: 0, to: 86_400_000 }
const minute = 60_000

describe('the strip of a day', () => {
  it('has video where there is no gap', () => {
    const gaps = [
      { from: 0, to: 10 },
      { from: 30, to: 40 },
    ]
    assert.deepEqual(without({ from: 0, to: 50 }, gaps), [
      { from: 10, to: 30 },
      { from: 40, to: 50 },
    ])
    assert.equal(lengthOf(without({ from: 35, to: 39 }, gaps)), 0)
    assert.deepEqual(within({ from: -5, to: 5 }, { from: 0, to: 3 }), { from: 0, to: 3 })
    assert.equal(lengthOf([within({ from: 5, to: 9 }, { from: 0, to: 3 })]), 0)
  })

  it('plays a long interval in pieces without a seam', () => {
    assert.deepEqual(piecesOf({ from: 5, to: 30 }, 10), [
      { from: 5, to: 15 },
      { from: 15, to: 25 },
      { from: 25, to: 30 },
    ])
  })

  it('zooms around the place under the pointer, and never beyond the day or closer than a minute', () => {
    const closer = zoom(day, day, 0.5, 21_600_000)
    assert.deepEqual(closer, { from: 10_800_000, to: 54_000_000 })
    assert.deepEqual(zoom(closer, day, 100, 21_600_000), day)
    const closest = zoom(day, day, 1e-9, 43_200_000)
    assert.equal(closest.to - closest.from, minute)
    assert.deepEqual(pan(closer, day, -1e12), { from: 0, to: 43_200_000 })
  })

  it('moves just as far as it takes to see the chosen interval', () => {
    const window = { from: 100 * minute, to: 200 * minute }
    assert.equal(reveal(window, day, { from: 120 * minute, to: 130 * minute }), window)
    const moved = reveal(window, day, { from: 210 * minute, to: 220 * minute })
    assert.ok(moved.from < 210 * minute && moved.to >= 220 * minute && moved.to - moved.from === 100 * minute)
  })

  it('has round times on its ruler', () => {
    assert.deepEqual(ticksOf({ from: 0, to: 3_600_000 }, day, 4), [0, 900_000, 1_800_000, 2_700_000, 3_600_000])
  })
})
