import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { agree, agreeOn } from '../../../shared/domain/agree.ts'

const object = (label: string, left: number, width = 0.2) => ({ label, box: { left, top: 0.1, width, height: 0.2 } })

describe('two answers', () => {
  it('agree when each object has one of the same label that overlaps by half', () => {
    assert.ok(agree([object('hand', 0.1), object('cap', 0.5)], [object('cap', 0.52), object('hand', 0.1)]))
    assert.ok(agree([], []))
    assert.ok(!agree([object('hand', 0.1)], [object('glove', 0.1)]))
    assert.ok(!agree([object('hand', 0.1)], [object('hand', 0.25)]))
    assert.ok(!agree([object('hand', 0.1)], []))
    assert.ok(!agree([object('hand', 0.1), object('hand', 0.1)], [object('hand', 0.1), object('hand', 0.7)]))
  })

  it('agree when some pairing fits, not just that of the best overlaps', () => {
    // The first fits both of the other's, the second just the one that the first would take.
    const one = [object('hand', 0.1), object('hand', 0.16)]
    const other = [object('hand', 0.1), object('hand', 0.04)]
    assert.ok(agree(one, other))
  })

  it('can agree on one class and differ on another', () => {
    const [one, other] = [
      [object('hand', 0.1), object('cap', 0.5)],
      [object('hand', 0.1), object('cap', 0.8)],
    ]
    assert.ok(agreeOn('hand', one, other))
    assert.ok(!agreeOn('cap', one, other))
    assert.ok(agreeOn('glove', one, other))
  })

  it('agree with each other whichever comes first, and each with itself', () => {
    const answer = fc.array(
      fc
        .record({ label: fc.constantFrom('hand', 'cap'), left: fc.integer({ min: 0, max: 6 }).map((step) => step / 20) })
        .map(({ label, left }) => object(label, left)),
      { maxLength: 5 },
    )
    fc.assert(
      fc.property(answer, answer, (one, other) => agree(one, other) === agree(other, one)),
      { seed: 4 },
    )
    fc.assert(
      fc.property(answer, (one) => agree(one, [...one].reverse())),
      { seed: 4 },
    )
  })
})
