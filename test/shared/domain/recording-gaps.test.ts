import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { findGaps } from '../../../shared/domain/recording-gaps.ts'

const start = Date.parse('2026-11-20T08:00:00.000Z')
const at = (ms: number) => new Date(start + ms).toISOString()
const span = (from: number, to: number) => ({ startedAt: at(from), endedAt: at(to) })
const window = { from: at(0), to: at(60_000) }

describe('the gaps between recordings', () => {
  it('are the whole time where there is none', () => {
    assert.deepEqual(findGaps(window, []), { gaps: [window], coverage: 0 })
    assert.deepEqual(findGaps(window, [span(-10_000, 0), span(60_000, 70_000)]), { gaps: [window], coverage: 0 })
  })

  it('are none where one reaches over both ends', () => {
    assert.deepEqual(findGaps(window, [span(-10_000, 70_000)]), { gaps: [], coverage: 1 })
  })

  it('begin at a second', () => {
    assert.deepEqual(findGaps(window, [span(0, 29_001), span(30_000, 60_000)]), { gaps: [], coverage: 1 })
    assert.deepEqual(findGaps(window, [span(0, 29_000), span(30_000, 60_000)]).gaps, [{ from: at(29_000), to: at(30_000) }])
  })

  it('are not made by a short recording inside a long one', () => {
    assert.deepEqual(findGaps(window, [span(0, 50_000), span(10_000, 20_000)]).gaps, [{ from: at(50_000), to: at(60_000) }])
  })

  it('hold just the moments that no recording shows, whatever the order, but for less than a second each', () => {
    const spans = fc.array(
      fc
        .tuple(fc.integer({ min: -20, max: 80 }), fc.integer({ min: 1, max: 30 }))
        .map(([from, length]) => span(from * 1000, (from + length) * 1000)),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(spans, (recordings) => {
        const { gaps, coverage } = findGaps(window, recordings)
        const isIn = (ms: number, from: string, to: string) => at(ms) >= from && at(ms) < to
        let shown = 0
        for (let ms = 500; ms < 60_000; ms += 1000) {
          const isShown = recordings.some(({ startedAt, endedAt }) => isIn(ms, startedAt, endedAt))
          assert.equal(
            gaps.some(({ from, to }) => isIn(ms, from, to)),
            !isShown,
          )
          if (isShown) shown++
        }
        assert.ok(Math.abs(coverage - shown / 60) < 1e-9)
      }),
      { numRuns: 300 },
    )
  })
})
