import type { DayInsights } from '../../shared/domain/day-insights.ts'
import { loadAt } from '../line/disturbances.ts'
import { bottlesAt, createReachSchedule } from '../line/schedule.ts'
import { instantOf, place } from './messages.ts'
import { type Befall, daySeconds, hourSeconds, type Plant } from './plant.ts'
import type { PlayedHour } from './play-hour.ts'

/** Nothing that is counted is in sight for less. */
const bottleStepSeconds = 5
const reachStepSeconds = 2

export type HourCounts = Readonly<Record<string, number>>

/** Makes the function that counts what comes into sight in an hour, by the schedule of the drawing alone. */
export function createObjectCounter(plant: Plant): (start: number, befall?: Befall) => HourCounts {
  const reachAt = createReachSchedule(plant.seed)
  return (start, befall) => {
    const disturbances = plant.at(start, befall)
    const shareAt = (seconds: number) => loadAt(disturbances, (seconds % daySeconds) / hourSeconds)
    const labels = new Map<number, string[]>()
    for (let seconds = start; seconds < start + hourSeconds; seconds += bottleStepSeconds) {
      for (const one of bottlesAt(plant.seed, seconds, { loadAt: shareAt, isNewAt: () => false })) {
        const cameAt = seconds - one.secondsInView
        if (cameAt < start || cameAt >= start + hourSeconds) continue
        labels.set(one.index, [one.hasCap ? 'bottle' : 'bottle-no-cap', ...(one.isLeaking ? ['leak'] : [])])
      }
    }
    const counts: Record<string, number> = {}
    for (const label of [...labels.values()].flat()) counts[label] = (counts[label] ?? 0) + 1
    const hands = new Set<number>()
    for (let seconds = start; seconds < start + hourSeconds; seconds += reachStepSeconds) {
      const reach = shareAt(seconds) > 0 ? reachAt(seconds) : undefined
      if (reach !== undefined && reach.startsAt >= start) hands.add(reach.index)
    }
    return hands.size === 0 ? counts : { ...counts, hand: hands.size }
  }
}

/**
 * A day as its insights would be: what came into sight, times the share of it that the model found on the day's drawn pictures.
 *
 * @param hours Of one day, in their order from midnight on, with what came into sight in each
 */
export function insightsOf(day: number, hours: readonly { readonly played: PlayedHour; readonly counts: HourCounts }[]): DayInsights {
  const sumOf = (what: 'truth' | 'seen', label: string) => hours.reduce((sum, { played }) => sum + (played[what][label] ?? 0), 0)
  const found = (label: string) => (sumOf('truth', label) === 0 ? 1 : sumOf('seen', label) / sumOf('truth', label))
  const live = { live: 60, down: 0, disabled: 0, silent: 0 }
  return {
    ...{ site: place.site, day: instantOf(day * daySeconds).slice(0, 10), isOver: true, groups: [] },
    cameras: [{ camera: place.camera, silentDays: 0, hours: hours.map((_, hour) => ({ hour, ...live })) }],
    objects: hours.flatMap(({ counts }, hour) =>
      Object.entries(counts)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([label, count]) => ({ hour, camera: place.camera, label, count: Math.round(count * found(label)) })),
    ),
  }
}
