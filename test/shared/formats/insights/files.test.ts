import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parse } from 'csv-parse/sync'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { factsOf, insightFacts } from '../../../../shared/domain/insight-facts.ts'
import { csvOf } from '../../../../shared/formats/insights/csv-of.ts'
import { parquetOf } from '../../../../shared/formats/insights/parquet-of.ts'
import { insightDays } from '../../../harness/insight-days.ts'

const rules = [{ rule: 'no-cap', label: '=1+1', perHour: 0.3, falseShare: 0.2 }]
const days = insightDays({ site: 'plant-1', until: '2026-11-20', days: 2, cameras: ['capping', 'packing'], rules })
const bufferOf = (bytes: Uint8Array) => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer

describe('files of insights', () => {
  for (const fact of insightFacts.filter((name) => name !== 'anomalies'))
    it(`hold every row of ${fact}, in Parquet and in CSV`, async () => {
      const rows = factsOf(fact, days, [])
      assert.ok(rows.length > 0)
      const found = await parquetReadObjects({ file: bufferOf(parquetOf(fact, rows)) })
      const plain = found.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => {
            if (value instanceof Date) return [name, value.toISOString().slice(0, 10)]
            return [name, typeof value === 'bigint' ? Number(value) : value]
          }),
        ),
      )
      assert.deepEqual(plain, rows)
      const lines: Record<string, string>[] = parse(Buffer.from(csvOf(fact, rows)), { columns: true, record_delimiter: '\r\n' })
      const guarded = (value: unknown) => (value === '=1+1' ? "'=1+1" : String(value))
      assert.deepEqual(
        lines,
        rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, guarded(value)]))),
      )
    })

  it('are the same bytes for the same rows, and say the version of their columns', () => {
    const rows = factsOf('incidents', days, [])
    const bytes = parquetOf('incidents', rows)
    assert.deepEqual(parquetOf('incidents', structuredClone(rows)), bytes)
    assert.deepEqual(parquetMetadata(bufferOf(bytes)).key_value_metadata, [{ key: 'schema_version', value: 'v1' }])
  })

  it('have their columns also where there is no row', async () => {
    const { schema, num_rows } = parquetMetadata(bufferOf(parquetOf('anomalies', [])))
    assert.equal(num_rows, 0n)
    assert.deepEqual(
      schema.slice(1, 3).map(({ name }) => name),
      ['site_id', 'day'],
    )
  })
})
