import type { DayInsights } from '../../shared/domain/day-insights.ts'
import type { HealthMessage, IncidentMessage, InferenceMessage } from '../../shared/domain/messages.ts'
import type { ReceivedEvent } from '../../shared/domain/received-event.ts'
import { dayAfter } from '../../shared/operations/work-out-day.ts'
import type { Ports } from '../../shared/ports.ts'
import { at, eventOf, healthMessage, incidentMessage, inferenceMessage } from './sample-messages.ts'

/** Of the sample messages, by the calendar of the site; they are of the hour from nine to ten of its clock. */
export const messageDay = '2026-11-20'
const messageHour = 9

/** An hour of a camera: a word every minute, a bottle every second minute that stays for two messages, three incidents. */
export function hourOfEvents(device: string): ReceivedEvent[] {
  const camera = `${device}-camera`
  const health = Array.from({ length: 60 }, (_, minute): HealthMessage => {
    const live = { camera, state: 'live', framesPerSecond: 10, inferenceMs: 5, droppedFrames: 0 } as const
    return { ...healthMessage({ device, seq: minute, seconds: minute * 60 }), cameras: [live] }
  })
  const seen = Array.from({ length: 60 }, (_, minute): InferenceMessage => {
    const message = inferenceMessage({ device, seq: 100 + minute, seconds: minute * 60 + 5 }, camera)
    const [frame] = message.frames
    const [detection] = frame!.detections
    return { ...message, frames: [{ ...frame!, detections: [{ ...detection!, label: 'bottle', track: 1 + Math.floor(minute / 2) }] }] }
  })
  const incidents = [10, 20, 30].map(
    (minute): IncidentMessage => incidentMessage({ device, seq: 200 + minute, seconds: minute * 60 }, { camera, start: minute * 60 }),
  )
  return [...health.map((one) => eventOf(one)), ...seen.map((one) => eventOf(one)), ...incidents.map((one) => eventOf(one))].sort((a, b) =>
    a.enqueuedAt < b.enqueuedAt ? -1 : 1,
  )
}

/** Four weeks in which that camera counted ten times as many bottles in that hour. */
export async function saveHistory({ insights }: Pick<Ports, 'insights'>, site: string, device: string): Promise<void> {
  const camera = `${device}-camera`
  for (let back = 28; back >= 1; back--) {
    const day: DayInsights = {
      ...{ site, day: dayAfter(messageDay, -back), isOver: true, groups: [] },
      cameras: [{ camera, silentDays: 0, hours: [{ hour: messageHour, live: 60, down: 0, disabled: 0, silent: 0 }] }],
      objects: [{ hour: messageHour, camera, label: 'bottle', count: 300 }],
    }
    await insights.saveDay(day)
  }
}

/** Of the same camera, told hours later: an outage of the line kept it. */
export function lateEvents(device: string): ReceivedEvent[] {
  const camera = `${device}-camera`
  const message = inferenceMessage({ device, bootId: 'boot-2', seq: 1, seconds: 1800 }, camera)
  const [frame] = message.frames
  const detections = [{ ...frame!.detections[0]!, label: 'bottle', track: 1 }]
  return [
    eventOf({ ...message, frames: [{ ...frame!, detections }] }, { enqueuedAt: at(10 * 3600) }),
    eventOf(incidentMessage({ device, seq: 300, seconds: 2400 }, { camera, start: 2400 }), { enqueuedAt: at(10 * 3600) }),
  ]
}
