import { parquetWriteBuffer } from 'hyparquet-writer'
import { columnsOf, type FactRow, type InsightFact, insightSchemaVersion } from '../../domain/insight-facts.ts'

const dayMs = 86_400_000
const types = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
  'text?': { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
  day: { type: 'INT32', converted_type: 'DATE', repetition_type: 'REQUIRED' },
  int: { type: 'INT64', repetition_type: 'REQUIRED' },
  number: { type: 'DOUBLE', repetition_type: 'REQUIRED' },
} as const

/** One file with the columns of the fact, in their order. Nothing in it but the rows and the version of the columns: equal rows are equal bytes. */
export function parquetOf(fact: InsightFact, rows: readonly FactRow[]): Uint8Array {
  const columns = columnsOf(fact)
  const buffer = parquetWriteBuffer({
    columnData: columns.map(([name, type]) => ({ name, data: rows.map((row) => cellOf(row[name] ?? null, type)) })),
    schema: [{ name: 'root', num_children: columns.length }, ...columns.map(([name, type]) => ({ name, ...types[type] }))],
    kvMetadata: [{ key: 'schema_version', value: insightSchemaVersion }],
  })
  return new Uint8Array(buffer)
}

function cellOf(value: string | number | null, type: keyof typeof types): unknown {
  if (type === 'day') return new Date(Math.round(Date.parse(`${value}T00:00:00.000Z`) / dayMs) * dayMs)
  return type === 'int' ? BigInt(value ?? 0) : value
}
