import { z } from 'zod'
import type { DeviceHealth } from './device-health.ts'
import { Instant } from './ids.ts'

/** A health message as plots need it. */
export const HealthSample = z.object({
  at: Instant,
  state: z.enum(['ok', 'degraded']),
  /** All cameras together. */
  framesPerSecond: z.number(),
  /** Of the cameras that are live, on average; undefined while none is. */
  inferenceMs: z.number().optional(),
  liveCameras: z.int(),
  queueDepth: z.int(),
  diskUsedBytes: z.number(),
  diskQuotaBytes: z.number(),
  memoryBytes: z.number().optional(),
})
export type HealthSample = z.infer<typeof HealthSample>

/**
 * At most so many samples, evenly chosen. Of each stretch the worst message stays: a plot that hides the minute in which a
 * camera was away is worse than none.
 */
export function samplesOf(history: readonly DeviceHealth[], most: number): HealthSample[] {
  const stretch = Math.max(1, Math.ceil(history.length / most))
  const samples: HealthSample[] = []
  for (let first = 0; first < history.length; first += stretch) {
    samples.push(sampleOf(history.slice(first, first + stretch).reduce(worse)))
  }
  return samples
}

function worse(a: DeviceHealth, b: DeviceHealth): DeviceHealth {
  if (a.message.state !== b.message.state) return a.message.state === 'degraded' ? a : b
  return rateOf(b) < rateOf(a) ? b : a
}

function rateOf({ message }: DeviceHealth): number {
  return message.cameras.reduce((sum, { framesPerSecond }) => sum + framesPerSecond, 0)
}

function sampleOf(health: DeviceHealth): HealthSample {
  const { receivedAt, message } = health
  const { state, cameras, queueDepth, diskUsedBytes, diskQuotaBytes, behaviour } = message
  const live = cameras.filter((camera) => camera.state === 'live')
  const inferenceMs = live.reduce((sum, camera) => sum + camera.inferenceMs, 0) / live.length
  return {
    ...{ at: receivedAt, state, queueDepth, diskUsedBytes, diskQuotaBytes },
    framesPerSecond: rateOf(health),
    liveCameras: live.length,
    ...(live.length > 0 && { inferenceMs }),
    ...(behaviour && { memoryBytes: behaviour.memoryBytes }),
  }
}
