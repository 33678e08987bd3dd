import type { HealthMessage } from '../shared/domain/messages.ts'
import type { FrameEvent, IncidentEvent } from './camera-events.ts'

type Behaviour = NonNullable<HealthMessage['behaviour']>

export interface BehaviourMeter {
  onFrame(event: Pick<FrameEvent, 'detections' | 'inferenceMs'>): void
  onIncident(event: Pick<IncidentEvent, 'incident' | 'phase' | 'kind'>): void
  /** An incident is open: this is no time for changing what works. */
  readonly isBusy: boolean
  read(): Behaviour
}

/** More labels than this would make a health message too large; those that come first are counted. */
const mostLabels = 200

/** Counts what the model does, since the module started: rollouts compare it with what the model before did on the same cameras. */
export function createBehaviourMeter(memoryBytes: () => number = () => process.memoryUsage.rss()): BehaviourMeter {
  const detections = new Map<string, number>()
  const open = new Set<string>()
  let framesAnalysed = 0
  let inferenceMsTotal = 0
  let incidents = 0

  return {
    onFrame(event) {
      framesAnalysed++
      inferenceMsTotal += event.inferenceMs
      for (const { label } of event.detections) {
        if (detections.has(label) || detections.size < mostLabels) detections.set(label, (detections.get(label) ?? 0) + 1)
      }
    },
    onIncident({ incident, phase, kind }) {
      // A dirty lens is no model's doing, and may stay for days.
      if (kind === 'camera') return
      // Told again after a crash, an open one is still one.
      if (phase === 'opened' && !open.has(incident)) incidents++
      if (phase === 'closed') open.delete(incident)
      else open.add(incident)
    },
    get isBusy() {
      return open.size > 0
    },
    read: () => ({
      framesAnalysed,
      detections: Object.fromEntries(detections),
      incidents,
      inferenceMsTotal: Math.round(inferenceMsTotal),
      memoryBytes: memoryBytes(),
      isBusy: open.size > 0,
    }),
  }
}
