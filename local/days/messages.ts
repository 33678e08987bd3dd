import type { Detection } from '../../shared/domain/detection.ts'
import type { DeviceHealth } from '../../shared/domain/device-health.ts'
import type { InferenceMessage, ModelReference } from '../../shared/domain/messages.ts'
import type { PictureStatistics } from '../../shared/domain/picture-statistics.ts'
import { startMs } from './plant.ts'

/** What the starter model takes. */
export const pictureSize = { width: 320, height: 176 } as const
export const place = { site: 'plant-1', camera: 'gate' } as const
export const device = 'edge-1'
const key = { device, bootId: 'boot-1' } as const
/** Frames that a device analyses in a second. */
const framesPerSecond = 5
/** Of a message; a sample of a sample, as the share of each bin is what counts. */
const mostFrames = 60

export function instantOf(seconds: number): string {
  return new Date(startMs + seconds * 1000).toISOString()
}

/** What a device says of one picture and of those that it stands for. */
export function inferenceOf(model: ModelReference, seconds: number, detections: Detection[], standsForSeconds: number): InferenceMessage {
  const at = instantOf(seconds)
  const frame = { at, ptsMs: seconds * 1000, ...pictureSize, inferenceMs: 1, detections }
  const count = Math.min(mostFrames, Math.max(1, Math.round(standsForSeconds * framesPerSecond)))
  return { ...key, seq: seconds, at, camera: place.camera, model, frames: new Array(count).fill(frame) }
}

export function healthOf(
  seconds: number,
  picture?: PictureStatistics,
  facts: { queueDepth?: number; diskUsedBytes?: number } = {},
): DeviceHealth {
  const at = instantOf(seconds)
  const { queueDepth = 0, diskUsedBytes = 0 } = facts
  return {
    device,
    receivedAt: at,
    clockSkewMs: 0,
    message: {
      ...{ ...key, seq: seconds, at, state: 'ok', uptimeSeconds: seconds, moduleVersion: '1', queueDepth, evictedMessages: 0 },
      ...{ diskUsedBytes, diskQuotaBytes: 10e9 },
      cameras: [{ camera: place.camera, state: 'live', framesPerSecond, inferenceMs: 1, droppedFrames: 0, ...(picture && { picture }) }],
    },
  }
}
