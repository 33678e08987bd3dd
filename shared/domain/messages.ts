import { z } from 'zod'
import { Detection, Label } from './detection.ts'
import { Id, Instant, Sha256 } from './ids.ts'
import { Severity } from './rule.ts'

/** IoT Hub allows 256 KB; we stop at 64 so that a batch of 100 stays small enough to retry as a whole. */
export const maxMessageBytes = 64 * 1024

/** Application property `schema`. A device may run months behind the cloud; an unknown version is quarantined, then replayed. */
export const messageSchemaVersion = '1'

export const messageTypes = ['inference', 'incident', 'recording', 'health'] as const
export type MessageType = (typeof messageTypes)[number]

/**
 * `device + bootId + seq` is the key of a message: IoT Hub delivers at least once, and a message that comes
 * again changes nothing. `device` is checked against the hub's own stamp, never believed.
 */
const key = {
  device: Id,
  bootId: Id,
  seq: z.int().nonnegative(),
  at: Instant,
}

const Seconds = z.number().nonnegative()
const Pixels = z.int().min(1).max(16_384)
export const BlobPath = z
  .string()
  .max(512)
  .regex(/^[a-z0-9][a-z0-9-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)+$/, 'must be a plain relative path')

export const ModelReference = z.strictObject({ name: Id, version: z.string().min(1).max(63), digest: Sha256 })
export type ModelReference = z.infer<typeof ModelReference>

export const Frame = z.strictObject({
  at: Instant,
  recording: Id.optional(),
  /** Presentation time within the recording, or within the stream where nothing is recorded. */
  ptsMs: z.number().nonnegative(),
  width: Pixels,
  height: Pixels,
  inferenceMs: z.number().nonnegative(),
  detections: z.array(Detection).max(300),
})

export const InferenceMessage = z.strictObject({
  ...key,
  camera: Id,
  model: ModelReference,
  frames: z.array(Frame).min(1).max(600),
})
export type InferenceMessage = z.infer<typeof InferenceMessage>

export const IncidentMessage = z.strictObject({
  ...key,
  camera: Id,
  incident: Id,
  phase: z.enum(['opened', 'updated', 'closed']),
  rule: Id,
  label: Label,
  severity: Severity,
  startedAt: Instant,
  endedAt: Instant.optional(),
  model: ModelReference,
  /** The surest detection so far, and when. */
  peak: z.strictObject({ at: Instant, ptsMs: z.number().nonnegative(), detection: Detection }),
  /** Path of the still in the upload container, under the folder of the device's upload identity. */
  snapshot: BlobPath.optional(),
  /** Recordings that show the incident, pre- and post-roll included; known only in later phases. */
  recordings: z.array(Id).max(64).default([]),
})
export type IncidentMessage = z.infer<typeof IncidentMessage>

export const RecordingMessage = z.strictObject({
  ...key,
  camera: Id,
  recording: Id,
  startedAt: Instant,
  endedAt: Instant,
  /** Path in the upload container, under the folder of the device's upload identity. */
  blob: BlobPath,
  bytes: z
    .int()
    .positive()
    .max(4 * 1024 ** 3),
  sha256: Sha256,
  codec: z.string().min(1).max(32),
  frameRate: z.number().positive().max(1000),
  width: Pixels,
  height: Pixels,
})
export type RecordingMessage = z.infer<typeof RecordingMessage>

export const CameraHealth = z.strictObject({
  camera: Id,
  state: z.enum(['starting', 'live', 'lost', 'disabled']),
  framesPerSecond: z.number().nonnegative(),
  inferenceMs: z.number().nonnegative(),
  droppedFrames: z.int().nonnegative(),
  lastFrameAt: Instant.optional(),
  problem: z.string().max(500).optional(),
})

export const HealthMessage = z.strictObject({
  ...key,
  state: z.enum(['ok', 'degraded']),
  uptimeSeconds: Seconds,
  moduleVersion: z.string().max(63),
  model: ModelReference.optional(),
  cameras: z.array(CameraHealth).max(64),
  queueDepth: z.int().nonnegative(),
  evictedMessages: z.int().nonnegative(),
  diskUsedBytes: z.number().nonnegative(),
  diskQuotaBytes: z.number().nonnegative(),
})
export type HealthMessage = z.infer<typeof HealthMessage>

export const messageSchemas = {
  inference: InferenceMessage,
  incident: IncidentMessage,
  recording: RecordingMessage,
  health: HealthMessage,
} as const

/**
 * An IoT Edge module cannot upload files; only a device identity can. Each device therefore has a second
 * identity for its uploads, and IoT Hub puts whatever that one sends under a folder of its name.
 */
export function uploadIdentity(device: Id): string {
  return `${device}-media`
}
