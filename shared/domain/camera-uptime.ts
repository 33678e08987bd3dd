import type { DayFacts, DayInsights } from './day-insights.ts'
import { wallClock } from './due-nights.ts'
import { type HourFacts, hourStart, minuteMs } from './hour-facts.ts'
import type { Instant } from './ids.ts'
import { numbersOf } from './number-set.ts'

type CameraDay = DayInsights['cameras'][number]
type State = 'live' | 'down' | 'disabled'

const quarterMs = 15 * minuteMs
/** No place on earth is further from UTC than this. */
const widestOffsetMs = 14 * 60 * minuteMs
/** Between two messages, or up to the end of the day, so many minutes are as the first one said. */
const heldMinutes = 5
/** A camera that nobody hears of for longer is not expected any more. */
const expectedDays = 14

/** An hour that the clock on the wall shows on a day; one of a spring or autumn night may be missing or be there twice. */
export interface ClockHour {
  readonly startsAt: Instant
  readonly hour: number
  readonly minutes: number
}

/** All hours of a day in their order. Clocks go forward and back by quarters of an hour at the least. */
export function hoursOfDay(day: string, timeZone: string): ClockHour[] {
  const midnightMs = Date.parse(`${day}T00:00:00.000Z`)
  const hours = new Map<Instant, ClockHour>()
  for (let ms = midnightMs - widestOffsetMs; ms < midnightMs + 24 * 60 * minuteMs + widestOffsetMs; ms += quarterMs) {
    const { date, time } = wallClock(new Date(ms), timeZone)
    if (date !== day) continue
    const startsAt = hourStart(new Date(ms).toISOString(), timeZone)
    hours.set(startsAt, { startsAt, hour: Number(time.slice(0, 2)), minutes: (hours.get(startsAt)?.minutes ?? 0) + quarterMs / minuteMs })
  }
  return [...hours.values()]
}

/** How long each camera of a day was live, down (lost or starting), switched off, or not heard of. */
export function uptimeOf(clock: readonly ClockHour[], { hours, dayBefore, isOver }: DayFacts): CameraDay[] {
  const starts = new Set(clock.map(({ startsAt }) => startsAt))
  const own = hours.filter(({ startsAt }) => starts.has(startsAt))
  const reported = Map.groupBy(
    own.filter(({ minutes: { live, down, disabled } }) => `${live}${down}${disabled}` !== ''),
    ({ camera }) => camera,
  )
  // Of a day that goes on, what lies after the newest word of any camera is not missing yet.
  const endMs = isOver ? Number.POSITIVE_INFINITY : Math.max(0, ...[...reported.values()].flat().map(lastMinuteMs)) + minuteMs
  const carried = new Map((dayBefore?.cameras ?? []).map(({ camera, silentDays }) => [camera, silentDays]))
  const days = [...new Set([...reported.keys(), ...carried.keys()])].sort().map((camera): CameraDay => {
    const states = statesOf(reported.get(camera) ?? [], isOver ? endOf(clock) : endMs)
    const silentDays = states.size > 0 ? 0 : (carried.get(camera) ?? 0) + 1
    // On its first day a camera is expected from its first word on.
    const beginMs = carried.has(camera) ? 0 : Math.min(...states.keys())
    return { camera, silentDays, hours: hoursOf(clock, states, beginMs, endMs) }
  })
  return days.filter(({ silentDays }) => silentDays <= expectedDays)
}

function hoursOf(clock: readonly ClockHour[], states: ReadonlyMap<number, State>, beginMs: number, endMs: number): CameraDay['hours'] {
  const hours = new Map<number, CameraDay['hours'][number]>()
  for (const { startsAt, hour, minutes } of clock) {
    const sums = hours.get(hour) ?? { hour, live: 0, down: 0, disabled: 0, silent: 0 }
    for (let minute = 0; minute < minutes; minute++) {
      const ms = Date.parse(startsAt) + minute * minuteMs
      if (ms >= beginMs && ms < endMs) sums[states.get(ms) ?? 'silent']++
    }
    if (sums.live + sums.down + sums.disabled + sums.silent > 0) hours.set(hour, sums)
  }
  return [...hours.values()]
}

/** Of a minute in which both was said, the worse counts. */
function statesOf(hours: readonly HourFacts[], endMs: number): Map<number, State> {
  const said = new Map<number, State>()
  for (const { startsAt, minutes } of hours) {
    for (const state of ['live', 'disabled', 'down'] as const)
      for (const minute of numbersOf(minutes[state])) said.set(Date.parse(startsAt) + minute * minuteMs, state)
  }
  const times = [...said.keys()].sort((a, b) => a - b)
  for (const [index, ms] of times.entries()) {
    const next = times[index + 1] ?? endMs
    if (next - ms > heldMinutes * minuteMs) continue
    for (let held = ms + minuteMs; held < next; held += minuteMs) said.set(held, said.get(ms)!)
  }
  return said
}

function endOf(clock: readonly ClockHour[]): number {
  const last = clock.at(-1)
  return last === undefined ? 0 : Date.parse(last.startsAt) + last.minutes * minuteMs
}

function lastMinuteMs({ startsAt, minutes }: HourFacts): number {
  const all = [minutes.live, minutes.down, minutes.disabled].flatMap(numbersOf)
  return Date.parse(startsAt) + Math.max(...all) * minuteMs
}
