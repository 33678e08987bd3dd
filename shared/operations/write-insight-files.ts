import { crashPoint } from '../crash-point.ts'
import type { Id } from '../domain/ids.ts'
import { factsOf, type InsightFormat, insightFacts, insightFilePath, insightFormats } from '../domain/insight-facts.ts'
import { csvOf } from '../formats/insights/csv-of.ts'
import { parquetOf } from '../formats/insights/parquet-of.ts'
import type { Ports } from '../ports.ts'

export const insightWriters: Readonly<Record<InsightFormat, typeof parquetOf>> = { parquet: parquetOf, csv: csvOf }
export const insightContentTypes: Readonly<Record<InsightFormat, string>> = {
  parquet: 'application/vnd.apache.parquet',
  csv: 'text/csv; charset=utf-8',
}

/** Writes a day for others to read: a file for each kind of fact in each format, always of the same bytes for the same day. */
export async function writeInsightFiles(
  { insights, insightFiles }: Pick<Ports, 'insights' | 'insightFiles'>,
  site: Id,
  day: string,
): Promise<void> {
  const range = { site, from: day, to: day }
  const [days, anomalies] = await Promise.all([insights.days(range), insights.anomalies(range)])
  for (const fact of insightFacts) {
    const rows = factsOf(fact, days, anomalies)
    for (const format of insightFormats) {
      const path = insightFilePath(format, fact, site, day)
      // Readers guess the types of CSV from its rows: a file without any would make texts of all numbers.
      if (format === 'csv' && rows.length === 0) await insightFiles.remove(path)
      else await insightFiles.put(path, insightWriters[format](fact, rows), insightContentTypes[format])
      crashPoint('insights-file')
    }
  }
}
