import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createRecordReader, recordStart } from '../../../shared/video/records.ts'

const record = fc.record({
  head: fc.record({ kind: fc.string(), ptsMs: fc.nat() }, { noNullPrototype: true }),
  bytes: fc.uint8Array({ maxLength: 50 }),
})

test('records come out as they went in, wherever the pipe cuts them', () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 6 }), fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (records, lengths) => {
      const sent = Buffer.concat(records.flatMap(({ head, bytes }) => [recordStart(head, bytes.length), Buffer.from(bytes)]))
      const received: { head: unknown; bytes: number[] }[] = []
      const read = createRecordReader<unknown>(({ head, bytes }) => received.push({ head, bytes: [...bytes] }))
      for (let position = 0, turn = 0; position < sent.length; turn++) {
        const length = lengths[turn % lengths.length]!
        read(sent.subarray(position, position + length))
        position += length
      }
      assert.deepEqual(
        received,
        records.map(({ head, bytes }) => ({ head, bytes: [...bytes] })),
      )
    }),
  )
})

test('lengths that no record has are refused before memory is taken for them', () => {
  const read = createRecordReader(() => {})
  assert.throws(() => read(Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0])), RangeError)
  const other = createRecordReader(() => {})
  assert.throws(() => other(Buffer.from([2, 0, 0, 0, 0xff, 0xff, 0xff, 0xff])), RangeError)
})
