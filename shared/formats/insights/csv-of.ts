import { columnsOf, type FactRow, type InsightFact } from '../../domain/insight-facts.ts'
import { csvLines } from '../csv/csv.ts'

/** RFC 4180, UTF-8, a line of names first; what is missing is empty. A text that a spreadsheet would take for a formula begins with '. */
export function csvOf(fact: InsightFact, rows: readonly FactRow[]): Uint8Array {
  const names = columnsOf(fact).map(([name]) => name)
  return Buffer.from(csvLines([names, ...rows.map((row) => names.map((name) => row[name] ?? ''))]), 'utf8')
}
