import type { DayInsights } from './day-insights.ts'
import type { Id } from './ids.ts'

/** Counts of a camera, or of all of a site's, by day and hour. */
export interface Series {
  readonly measure: 'incidents' | 'objects'
  /** Undefined = the whole site. */
  readonly camera: Id | undefined
  readonly label: string | undefined
  readonly days: Map<string, SeriesDay>
}

export interface SeriesDay {
  readonly isOver: boolean
  readonly total: number
  readonly hours: readonly number[]
  /** Minutes for which the camera was there; of a site, its camera that was there for the longest. */
  readonly live: number
  readonly liveByHour: readonly number[]
}

const hoursOfDay = 24

/** Every series that has a count on one of the days; a day without a count is a day of zeros. */
export function seriesOf(days: readonly DayInsights[]): Map<string, Series> {
  const all = new Map<string, Series>()
  for (const day of days) for (const { measure, camera, label } of countsOf(day)) open(all, measure, camera, label)
  for (const day of days) {
    const live = liveOf(day)
    const counts = Map.groupBy(countsOf(day), ({ measure, camera, label }) => nameOf(measure, camera, label))
    for (const [name, series] of all) {
      const minutes = series.camera === undefined ? live.site : live.cameras.get(series.camera)
      if (minutes === undefined) continue
      const hours = new Array<number>(hoursOfDay).fill(0)
      for (const { hour, count } of counts.get(name) ?? []) hours[hour] = (hours[hour] ?? 0) + count
      series.days.set(day.day, { isOver: day.isOver, total: sum(hours), hours, live: sum(minutes), liveByHour: minutes })
    }
  }
  return all
}

function open(all: Map<string, Series>, measure: Series['measure'], camera: Id | undefined, label: string | undefined): void {
  const name = nameOf(measure, camera, label)
  if (!all.has(name)) all.set(name, { measure, camera, label, days: new Map() })
}

/** Each count twice: of its camera and of the site. */
function countsOf({ groups, objects }: DayInsights) {
  const incidents = groups.map(({ hour, camera, count }) => ({ measure: 'incidents' as const, hour, camera, label: undefined, count }))
  const things = objects.map(({ hour, camera, label, count }) => ({ measure: 'objects' as const, hour, camera, label, count }))
  return [...incidents, ...things].flatMap((one) => [one, { ...one, camera: undefined }])
}

function liveOf({ cameras }: DayInsights) {
  const ofCameras = new Map(
    cameras.map(({ camera, hours }) => {
      const minutes = new Array<number>(hoursOfDay).fill(0)
      for (const { hour, live } of hours) minutes[hour] = live
      return [camera, minutes] as const
    }),
  )
  const lists = [...ofCameras.values()]
  const site =
    lists.length === 0 ? undefined : Array.from({ length: hoursOfDay }, (_, hour) => Math.max(...lists.map((minutes) => minutes[hour]!)))
  return { cameras: ofCameras, site }
}

function nameOf(...parts: readonly (string | undefined)[]): string {
  return JSON.stringify(parts.map((part) => part ?? null))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
