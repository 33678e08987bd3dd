import { EventEmitter, once } from 'node:events'
import type { CameraEvents, FrameEvent, IncidentEvent, SegmentEvent } from '../../../edge/camera-events.ts'

/** Keeps what a camera tells, and lets a test wait until it has told enough. */
export interface EventLog extends CameraEvents {
  readonly frames: FrameEvent[]
  readonly incidents: IncidentEvent[]
  readonly segments: SegmentEvent[]
  readonly alarms: { readonly incident: string }[]
  until(isEnough: () => boolean): Promise<void>
}

export function createEventLog(): EventLog {
  const told = new EventEmitter()
  const log = {
    frames: [] as FrameEvent[],
    incidents: [] as IncidentEvent[],
    segments: [] as SegmentEvent[],
    alarms: [] as { incident: string }[],
  }
  const keep =
    <T>(list: T[]) =>
    (event: T) => {
      list.push(event)
      told.emit('event')
    }
  return {
    ...log,
    onFrame: keep(log.frames),
    onIncident: keep(log.incidents),
    onSegment: keep(log.segments),
    onAlarm: keep(log.alarms),
    until: async (isEnough) => {
      while (!isEnough()) await once(told, 'event')
    },
  }
}
