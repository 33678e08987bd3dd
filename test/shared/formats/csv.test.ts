import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { csvLines } from '../../../shared/formats/csv/csv.ts'
import { guardCell, unguardCell } from '../../../shared/formats/csv/guard-cell.ts'
import { readRecords } from '../../../shared/formats/csv/read-records.ts'

// Half of the characters are those that have a meaning in CSV or in a spreadsheet.
const unit = fc.oneof(fc.constantFrom(...'=+-@\t\r\n\0\'",; |'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }))
const text = fc.string({ unit, maxLength: 12 })
const rows = fc
  .integer({ min: 2, max: 4 })
  .chain((width) => fc.array(fc.array(text, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 4 }))

async function readOurs(content: string): Promise<string[][]> {
  const records: string[][] = []
  for await (const { cells } of readRecords(pieces(Buffer.from(content)))) records.push(cells)
  return records
}

async function* pieces(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 5) yield bytes.subarray(at, at + 5)
}

describe('CSV', () => {
  it('gives any text back to a reader of RFC 4180, and to our own', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (data) => {
        const written = csvLines(data)
        const guarded = data.map((row) => row.map(guardCell))
        assert.deepEqual(parse(written, { relax_column_count: true, record_delimiter: '\r\n' }), guarded)
        const ours = await readOurs(written)
        assert.deepEqual(
          ours.map((row) => row.map(unguardCell)),
          data,
        )
      }),
      { numRuns: 5000 },
    )
  })

  it('begins no cell with what a spreadsheet would run', () => {
    fc.assert(
      fc.property(text, (cell) => {
        assert.doesNotMatch(guardCell(cell), /^[=+\-@\t\r\0]/)
        assert.equal(unguardCell(guardCell(cell)), cell)
      }),
      { numRuns: 5000 },
    )
  })

  it('leaves numbers as they are', () => {
    assert.equal(csvLines([[-1.5, '-1.5', 'cap']]), "-1.5,'-1.5,cap\r\n")
  })
})
