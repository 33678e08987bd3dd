import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type AccessUnit, createAccessUnitReader } from '../../../local/line/annex-b.ts'

const delimiter = Buffer.from([0x09, 0xf0])

// What a NAL unit may hold: never two zeros in a row (the encoder escapes them) and no zero at its end.
const nal = (type: number) =>
  fc.array(fc.integer({ min: 1, max: 255 }), { minLength: 1, maxLength: 40 }).map((rest) => Buffer.from([type, ...rest]))

test('frames come out whole, however the stream was cut into pieces', () => {
  const frame = fc.record({ isKey: fc.boolean(), nals: fc.array(nal(1), { minLength: 1, maxLength: 3 }), idr: nal(5) })
  fc.assert(
    fc.property(fc.array(frame, { minLength: 1, maxLength: 8 }), fc.infiniteStream(fc.integer({ min: 1, max: 23 })), (frames, sizes) => {
      const wanted = frames.map(({ isKey, nals, idr }) => ({ isKeyFrame: isKey, nals: isKey ? [idr, ...nals] : nals }))
      const stream = Buffer.concat(wanted.flatMap(({ nals }) => [delimiter, ...nals]).flatMap((unit) => [Buffer.from([0, 0, 0, 1]), unit]))
      const seen: AccessUnit[] = []
      const reader = createAccessUnitReader((unit) => seen.push({ ...unit, nals: unit.nals.map((one) => Buffer.from(one)) }))
      for (let at = 0; at < stream.length; ) {
        const size = sizes.next().value
        reader.push(stream.subarray(at, at + size))
        at += size
      }
      reader.end()
      assert.deepEqual(seen, wanted)
    }),
  )
})
