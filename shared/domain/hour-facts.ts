import { z } from 'zod'
import type { DeviceHealth } from './device-health.ts'
import { filingTime } from './device-time.ts'
import { wallClock } from './due-nights.ts'
import { Id, Instant } from './ids.ts'
import type { InferenceMessage } from './messages.ts'
import { addNumbers, type NumberSet, numberSet, numbersOf } from './number-set.ts'

export const minuteMs = 60_000

const Minutes = z.string()

/**
 * What is known of a camera within one hour of the site's clock, as sets alone: putting the same thing in twice, late or in another
 * order comes to the same, which is why nothing that a device says can count twice.
 */
export const HourFacts = z.object({
  site: Id,
  camera: Id,
  startsAt: Instant,
  /** Minutes of the hour (0–59) in which the device said that the camera was so. */
  minutes: z.object({ live: Minutes, down: Minutes, disabled: Minutes }),
  /** By label, and within by device and start of its module: the numbers that the tracker gave. */
  tracks: z.record(z.string(), z.record(z.string(), z.string())),
})
export type HourFacts = Readonly<z.infer<typeof HourFacts>>

export function emptyHour(site: Id, camera: Id, startsAt: Instant): HourFacts {
  return { site, camera, startsAt, minutes: { live: '', down: '', disabled: '' }, tracks: {} }
}

/** When the hour of the clock on the site's wall began. */
export function hourStart(at: Instant, timeZone: string): Instant {
  const ms = Date.parse(at)
  const pastHour = Number(wallClock(new Date(ms), timeZone).time.slice(3)) * minuteMs + (ms % minuteMs)
  return new Date(ms - pastHour).toISOString()
}

/** Both hours in one: what either of them knows. */
export function mergeHours(one: HourFacts, other: HourFacts): HourFacts {
  const tracks: Record<string, Record<string, NumberSet>> = {}
  for (const { tracks: part } of [one, other])
    for (const [label, boots] of Object.entries(part))
      for (const [boot, numbers] of Object.entries(boots)) {
        const known = tracks[label] ?? {}
        tracks[label] = { ...known, [boot]: addNumbers(known[boot] ?? '', numbers) }
      }
  return {
    ...one,
    minutes: {
      live: addNumbers(one.minutes.live, other.minutes.live),
      down: addNumbers(one.minutes.down, other.minutes.down),
      disabled: addNumbers(one.minutes.disabled, other.minutes.disabled),
    },
    tracks,
  }
}

const stateOf = { live: 'live', lost: 'down', starting: 'down', disabled: 'disabled' } as const

/** What a health message says of its cameras' minute. */
export function hoursOfHealth({ receivedAt, clockSkewMs, message }: DeviceHealth, site: { id: Id; timeZone: string }): HourFacts[] {
  const sentAt = clockSkewMs === undefined ? undefined : new Date(Date.parse(receivedAt) - clockSkewMs).toISOString()
  const at = filingTime(message.at, { enqueuedAt: receivedAt, sentAt })
  const startsAt = hourStart(at, site.timeZone)
  const minute = Math.floor((Date.parse(at) - Date.parse(startsAt)) / minuteMs)
  return message.cameras.map(({ camera, state }) => {
    const empty = emptyHour(site.id, camera, startsAt)
    return { ...empty, minutes: { ...empty.minutes, [stateOf[state]]: numberSet([minute]) } }
  })
}

/** What frames saw, hour by hour. Objects without a number were not tracked, and are not counted. @param filedAt What the message is filed under */
export function hoursOfInference(message: InferenceMessage, filedAt: Instant, site: { id: Id; timeZone: string }): HourFacts[] {
  const shiftMs = Date.parse(filedAt) - Date.parse(message.at)
  const hours = new Map<Instant, Map<string, number[]>>()
  for (const frame of message.frames) {
    if (frame.detections.length === 0) continue
    const startsAt = hourStart(new Date(Date.parse(frame.at) + shiftMs).toISOString(), site.timeZone)
    const labels = hours.get(startsAt) ?? new Map<string, number[]>()
    hours.set(startsAt, labels)
    for (const { label, track } of frame.detections) {
      const numbers = labels.get(label) ?? []
      labels.set(label, numbers)
      if (track !== undefined) numbers.push(track)
    }
  }
  const boot = `${message.device}~${message.bootId}`
  return [...hours].map(([startsAt, labels]) => ({
    ...emptyHour(site.id, message.camera, startsAt),
    tracks: Object.fromEntries([...labels].filter(([, all]) => all.length > 0).map(([label, all]) => [label, { [boot]: numberSet(all) }])),
  }))
}

/** How many objects came into sight in an hour, by label: those that were not in sight in the hour before. */
export function countNewObjects(hour: HourFacts, before: HourFacts | undefined): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const [label, boots] of Object.entries(hour.tracks)) {
    for (const [boot, numbers] of Object.entries(boots)) {
      const known = new Set(numbersOf(before?.tracks[label]?.[boot] ?? ''))
      counts[label] = (counts[label] ?? 0) + numbersOf(numbers).filter((number) => !known.has(number)).length
    }
  }
  return counts
}
