import { z } from 'zod'
import type { Behaviour } from './behaviour-rates.ts'
import { Id } from './ids.ts'

/** How a model behaves on a device, as people compare it. */
export const BehaviourFigures = z.object({
  seconds: z.number(),
  frames: z.number(),
  framesPerSecond: z.number().optional(),
  inferenceMs: z.number().optional(),
  memoryBytes: z.number().optional(),
  incidentsPerHour: z.number().optional(),
  /** Detections a frame, by label. */
  detectionsPerFrame: z.record(z.string(), z.number()),
})
export type BehaviourFigures = z.infer<typeof BehaviourFigures>

export const DeviceFigures = z.object({
  device: Id,
  /** What it had before, on the same device. */
  champion: BehaviourFigures,
  candidate: BehaviourFigures,
  outcome: z.enum(['alike', 'different', 'undecided']),
  reason: z.string().optional(),
})
export type DeviceFigures = z.infer<typeof DeviceFigures>

/** Rates need something to divide by: without a frame there is none. */
export function figuresOf({ seconds, frames, inferenceMs, memory, incidents, stretches, labels }: Behaviour): BehaviourFigures {
  const sumOf = (label: string) => stretches.reduce((sum, { detections }) => sum + (detections[label] ?? 0), 0)
  return {
    ...{ seconds, frames },
    ...(seconds > 0 && { framesPerSecond: frames / seconds, incidentsPerHour: (incidents / seconds) * 3600 }),
    ...(frames > 0 && { inferenceMs: inferenceMs / frames }),
    ...(memory > 0 && { memoryBytes: memory }),
    detectionsPerFrame: frames > 0 ? Object.fromEntries([...labels].map((label) => [label, sumOf(label) / frames])) : {},
  }
}
