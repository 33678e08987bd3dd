import type { Anomaly } from '../domain/anomaly.ts'
import type { DayInsights } from '../domain/day-insights.ts'
import type { HourFacts } from '../domain/hour-facts.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { Facet, InsightFilter, Watch } from '../domain/insight-facet.ts'

/** How far the work on a site's insights has come. */
export interface InsightProgress {
  /** Changes before this instant, by the clock of the storage, are in the days. */
  readonly at: Instant
  /** Of the site's calendar, and `HH` of its clock: days before it are over. */
  readonly day: string
  readonly hour: string
}

/** What the hours, days and months of a site came to. One timer writes it; everybody else reads. */
export interface InsightStore {
  /** Those that begin within; `from` inclusive, `to` exclusive. */
  hours(query: { site: Id; from: Instant; to: Instant }): Promise<readonly HourFacts[]>
  findHour(site: Id, camera: Id, startsAt: Instant): Promise<HourFacts | undefined>
  saveHour(hour: HourFacts): Promise<void>
  /** Both inclusive, oldest first; days of which nothing is known are not there. It costs the days that are asked for. */
  days(query: { site: Id; from: string; to: string }): Promise<readonly DayInsights[]>
  /** Replaces what was known of that day. */
  saveDay(day: DayInsights): Promise<void>
  /** `2026-11`, both inclusive, oldest first; months of which nothing is known from this side are not there. */
  months(query: { site: Id; from: string; to: string; filter: InsightFilter }): Promise<readonly { month: string; facet: Facet }[]>
  saveMonth(site: Id, month: string, filter: InsightFilter, facet: Facet): Promise<void>
  watches(query: { site: Id; from: string; to: string }): Promise<readonly { month: string; watch: Watch }[]>
  saveWatch(site: Id, month: string, watch: Watch): Promise<void>
  /** Both inclusive, oldest first. */
  anomalies(query: { site: Id; from: string; to: string }): Promise<readonly Anomaly[]>
  saveAnomalies(site: Id, day: string, anomalies: readonly Anomaly[]): Promise<void>
  /** Days whose new figures may not be in their months yet, with the sides from which the months look different. */
  plans(site: Id): Promise<readonly { day: string; filters: readonly InsightFilter[] }[]>
  savePlan(site: Id, day: string, filters: readonly InsightFilter[]): Promise<void>
  removePlan(site: Id, day: string): Promise<void>
  /** Days that somebody wants counted again from the stored messages, with the instant from which it is still to be done. */
  recounts(site: Id): Promise<readonly { day: string; from: Instant | undefined }[]>
  saveRecount(site: Id, day: string, from: Instant | undefined): Promise<void>
  removeRecount(site: Id, day: string): Promise<void>
  progress(site: Id): Promise<InsightProgress | undefined>
  saveProgress(site: Id, progress: InsightProgress): Promise<void>
}

/** Container `insights`: files that others read as they are. */
export interface InsightFiles {
  /** Replaces the file as a whole; one that says the same already stays as it is. Answers whether it was written. */
  put(path: string, content: Uint8Array, contentType: string): Promise<boolean>
  /** What is not there may be removed, too. */
  remove(path: string): Promise<void>
}
