import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { toLengthPrefixed } from '../../../edge/video/length-prefixed.ts'

/** A NAL unit holds no start code and does not end with zero; emulation prevention sees to that. */
const nalUnit = fc
  .uint8Array({ minLength: 1, maxLength: 30 })
  .map((bytes) => Uint8Array.from([...bytes.map((byte) => (byte < 2 ? 0x80 : byte)), 0x80]))

test('each NAL unit gets its length, whether three or four bytes stood before it', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(nalUnit, fc.boolean()), { minLength: 1, maxLength: 5 }), (units) => {
      const annexB = Uint8Array.from(units.flatMap(([unit, isLong]) => [...(isLong ? [0, 0, 0, 1] : [0, 0, 1]), ...unit]))
      const expected = units.flatMap(([unit]) => [0, 0, 0, unit.length, ...unit])
      assert.deepEqual([...toLengthPrefixed(annexB)], expected)
    }),
  )
})

test('a one within a unit is no start code', () => {
  assert.deepEqual([...toLengthPrefixed(Uint8Array.of(0, 0, 1, 9, 1, 0, 1, 7))], [0, 0, 0, 5, 9, 1, 0, 1, 7])
})
