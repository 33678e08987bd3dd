import { canonicalJson } from '../domain/canonical-json.ts'
import type { Id } from '../domain/ids.ts'
import { joinKey, newestDayFirst } from '../domain/keys.ts'
import type { LocalDate, Night } from '../domain/night.ts'
import type { NightKey } from '../domain/night-id.ts'
import { longText, readLongText } from './long-text.ts'
import type { Row } from './table-rows.ts'

const lastNumber = 999_999

/** Newest date first, and of a date the newest run. A night with a hundred problems fills several columns. The site at the end makes keys of several sites differ. */
export function nightRow(night: Night): Row {
  return { partitionKey: joinKey(night.site), rowKey: nightRowKey(night), columns: longText(canonicalJson(night)) }
}

export function nightRowKey({ site, date, number }: NightKey): string {
  return joinKey('n', newestDayFirst(date), String(lastNumber - number).padStart(6, '0'), site)
}

export function runsOf(date: LocalDate) {
  const prefix = joinKey('n', newestDayFirst(date))
  return { from: `${prefix}~`, to: `${prefix}~~` }
}

export function nightOf({ columns }: Row): Night {
  return JSON.parse(readLongText(columns))
}

/** Where the lists of a night lie that would be too long for the history of its orchestration. */
export const workPartition = (night: string) => joinKey('work', night)

export function pageKey(page: number): string {
  return joinKey('r', String(page).padStart(6, '0'))
}

export function problemKey(recording: Id | undefined, step: string): string {
  return joinKey('x', recording ?? '', step)
}
