import type { Anomaly } from './anomaly.ts'
import type { DayInsights } from './day-insights.ts'
import type { Id } from './ids.ts'

/** Of the columns below. A column that goes, or means something else, makes a new version; one more does not. */
export const insightSchemaVersion = 'v1'

export const insightFormats = ['parquet', 'csv'] as const
export type InsightFormat = (typeof insightFormats)[number]

/** `text?` may be missing. */
type ColumnType = 'text' | 'text?' | 'day' | 'int' | 'number'

const common = { site_id: 'text', day: 'day' } as const

/** Facts for others to read, by kind: what stands in a row. docs/insights.md says what each column means. */
export const insightColumns = {
  incidents: {
    ...{ ...common, hour: 'int', camera: 'text', rule: 'text', label: 'text', severity: 'text', verdict: 'text', incidents: 'int' },
    ...{ acknowledged: 'int', acknowledge_seconds: 'int', acknowledged_1min: 'int', acknowledged_5min: 'int' },
    ...{ resolved: 'int', resolve_seconds: 'int' },
  },
  objects: { ...common, hour: 'int', camera: 'text', label: 'text', objects: 'int' },
  cameras: {
    ...common,
    hour: 'int',
    camera: 'text',
    live_minutes: 'int',
    down_minutes: 'int',
    disabled_minutes: 'int',
    silent_minutes: 'int',
  },
  anomalies: {
    ...{ ...common, from_hour: 'int', to_hour: 'int', span: 'text', measure: 'text', camera: 'text?', label: 'text?', direction: 'text' },
    ...{ observed: 'number', expected: 'number', expected_low: 'number', expected_high: 'number', score: 'number', history_days: 'int' },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, ColumnType>>>>

export type InsightFact = keyof typeof insightColumns
export const insightFacts = Object.keys(insightColumns) as InsightFact[]
export type FactRow = Readonly<Record<string, string | number | null>>

export function columnsOf(fact: InsightFact): readonly (readonly [string, ColumnType])[] {
  return Object.entries(insightColumns[fact])
}

/** A folder for each kind of fact, since readers take all files of a folder for the same; within it Hive's names for partitions. */
export function insightFilePath(format: InsightFormat, fact: InsightFact, site: Id, day: string): string {
  return `${format}/${fact}/schema=${insightSchemaVersion}/site=${site}/date=${day}/${fact}.${format}`
}

/** In an order that follows from the days alone. */
export function factsOf(fact: InsightFact, days: readonly DayInsights[], anomalies: readonly Anomaly[]): FactRow[] {
  if (fact === 'anomalies') return anomalies.map(anomalyRow)
  return days.flatMap((day) => rowsOf[fact](day).map((row) => ({ site_id: day.site, day: day.day, ...row })))
}

const rowsOf = {
  incidents: ({ groups }: DayInsights): FactRow[] =>
    groups.map(({ hour, camera, rule, label, severity, verdict, count, acknowledgeSeconds, resolveSeconds }) => ({
      ...{ hour, camera, rule, label, severity, verdict, incidents: count },
      acknowledged: acknowledgeSeconds.length,
      acknowledge_seconds: sum(acknowledgeSeconds),
      acknowledged_1min: acknowledgeSeconds.filter((seconds) => seconds <= 60).length,
      acknowledged_5min: acknowledgeSeconds.filter((seconds) => seconds <= 300).length,
      resolved: resolveSeconds.length,
      resolve_seconds: sum(resolveSeconds),
    })),
  objects: ({ objects }: DayInsights): FactRow[] =>
    objects.map(({ hour, camera, label, count }) => ({ hour, camera, label, objects: count })),
  cameras: ({ cameras }: DayInsights): FactRow[] =>
    cameras.flatMap(({ camera, hours }) =>
      hours.map(({ hour, live, down, disabled, silent }) => ({
        ...{ hour, camera, live_minutes: live, down_minutes: down, disabled_minutes: disabled, silent_minutes: silent },
      })),
    ),
}

function anomalyRow(anomaly: Anomaly): FactRow {
  const {
    site,
    day,
    fromHour,
    toHour,
    window,
    measure,
    camera = null,
    label = null,
    direction,
    observed,
    expected,
    low,
    high,
    score,
    history,
  } = anomaly
  return {
    ...{ site_id: site, day, from_hour: fromHour, to_hour: toHour, span: window, measure, camera, label, direction },
    ...{ observed, expected, expected_low: low, expected_high: high, score, history_days: history },
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
