import { canonicalJson } from '../domain/canonical-json.ts'
import type { HourFacts } from '../domain/hour-facts.ts'
import type { InsightFilter } from '../domain/insight-facet.ts'
import { dayOf, joinKey, oldestFirst, prefixRange, splitKey } from '../domain/keys.ts'
import type { InsightProgress, InsightStore } from '../ports.ts'
import { longText, readLongText } from './long-text.ts'
import type { Storage } from './storage.ts'
import { findRow, listRows, removeRow, type StoredRow, upsertRow } from './table-rows.ts'

const table = 'Insights'
const hourTable = 'InsightHours'
const progressRow = 'progress'
const dayMs = 86_400_000

/**
 * A site's days, months and anomalies in one partition: ten years are 3,650 days and, for each camera, rule, label and
 * combination of them, 120 months; whatever is asked for is a range of keys. Hours lie in partitions of a day.
 */
export function createTableInsightStore(storage: Storage): InsightStore {
  const save = (site: string, rowKey: string, value: unknown) =>
    upsertRow(storage, table, { partitionKey: joinKey(site), rowKey, columns: longText(canonicalJson(value)) })
  const list = (site: string, range: { from: string; to: string }) =>
    listRows(storage, table, joinKey(site), range, Number.POSITIVE_INFINITY)
  const drop = async (site: string, rowKey: string) => void (await removeRow(storage, table, { partitionKey: joinKey(site), rowKey }))
  return {
    hours: async ({ site, from, to }) => {
      const days: string[] = []
      for (let ms = Date.parse(`${dayOf(from)}T00:00:00.000Z`); ms < Date.parse(to); ms += dayMs)
        days.push(dayOf(new Date(ms).toISOString()))
      const range = { from: oldestFirst(from), to: oldestFirst(to) }
      const rows = await Promise.all(days.map((day) => listRows(storage, hourTable, joinKey(site, day), range, Number.POSITIVE_INFINITY)))
      return rows.flat().map((row) => contentOf<HourFacts>(row))
    },
    findHour: async (site, camera, startsAt) => {
      const row = await findRow(storage, hourTable, joinKey(site, dayOf(startsAt)), joinKey(oldestFirst(startsAt), camera))
      return row && contentOf<HourFacts>(row)
    },
    saveHour: (hour) =>
      upsertRow(storage, hourTable, {
        partitionKey: joinKey(hour.site, dayOf(hour.startsAt)),
        rowKey: joinKey(oldestFirst(hour.startsAt), hour.camera),
        columns: longText(canonicalJson(hour)),
      }),

    days: async ({ site, from, to }) => (await list(site, rangeOf('day', from, to))).map(contentOf<never>),
    saveDay: (day) => save(day.site, joinKey('day', day.day), day),

    months: async ({ site, from, to, filter }) =>
      (await list(site, rangeOf(...sideOf(filter), from, to))).map((row) => ({ month: lastPart(row), facet: contentOf(row) })),
    saveMonth: (site, month, filter, facet) => save(site, joinKey(...sideOf(filter), month), facet),
    watches: async ({ site, from, to }) =>
      (await list(site, rangeOf('watch', from, to))).map((row) => ({ month: lastPart(row), watch: contentOf(row) })),
    saveWatch: (site, month, watch) => save(site, joinKey('watch', month), watch),

    anomalies: async ({ site, from, to }) => (await list(site, rangeOf('odd', from, to))).flatMap(contentOf<never[]>),
    saveAnomalies: (site, day, anomalies) => save(site, joinKey('odd', day), anomalies),

    plans: async (site) => (await list(site, prefixRange('plan'))).map((row) => ({ day: lastPart(row), filters: contentOf(row) })),
    savePlan: (site, day, filters) => save(site, joinKey('plan', day), filters),
    removePlan: (site, day) => drop(site, joinKey('plan', day)),

    recounts: async (site) =>
      (await list(site, prefixRange('recount'))).map((row) => ({ day: lastPart(row), from: contentOf<string | null>(row) ?? undefined })),
    saveRecount: (site, day, from) => save(site, joinKey('recount', day), from ?? null),
    removeRecount: (site, day) => drop(site, joinKey('recount', day)),

    progress: async (site) => {
      const row = await findRow(storage, table, joinKey(site), progressRow)
      return row && contentOf<InsightProgress>(row)
    },
    saveProgress: (site, progress) => save(site, progressRow, progress),
  }
}

/** Dates and months sort like their texts; both ends inclusive. */
function rangeOf(...parts: readonly string[]) {
  const [from = '', to = ''] = parts.slice(-2)
  const rest = parts.slice(0, -2)
  return { from: joinKey(...rest, from), to: `${joinKey(...rest, to)}~` }
}

function sideOf({ camera = '', rule = '', label = '' }: InsightFilter): string[] {
  return ['month', camera, rule, label]
}

function lastPart({ rowKey }: StoredRow): string {
  return splitKey(rowKey).at(-1) ?? ''
}

function contentOf<Value>({ columns }: StoredRow): Value {
  return JSON.parse(readLongText(columns))
}
