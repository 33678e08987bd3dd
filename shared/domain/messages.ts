import { z } from 'zod'
import { CameraTrouble, cameraTroubles, TroubleEvidence } from './camera-trouble.ts'
import { Detection, Label } from './detection.ts'
import { Id, Instant, Sha256 } from './ids.ts'
import { PictureStatistics } from './picture-statistics.ts'
import { Severity } from './rule.ts'
import { leastSidePixels, maxSentBytes } from './sent-picture.ts'

/** IoT Hub allows 256 KB; we stop at 64 so that a batch of 100 stays small enough to retry as a whole. */
export const maxMessageBytes = 64 * 1024

/** Application property `schema`. A device may run months behind the cloud; an unknown version is quarantined, then replayed. */
export const messageSchemaVersion = '1'

export const messageTypes = ['inference', 'incident', 'recording', 'health', 'score', 'picture'] as const
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
  /** `camera`: about the camera itself, and `label` says what is wrong with it (camera-trouble.ts). Left out: people's rule was broken. */
  kind: z.literal('camera').optional(),
  evidence: TroubleEvidence.optional(),
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
  /** What its pictures were like since the message before. Older modules do not say it. */
  picture: PictureStatistics.optional(),
  /** What is wrong with it, and whether it is still being learned how it usually looks. */
  troubles: z
    .array(z.strictObject({ kind: CameraTrouble, since: Instant }))
    .max(cameraTroubles.length)
    .optional(),
  isLearning: z.boolean().optional(),
})

export const HealthMessage = z.strictObject({
  ...key,
  state: z.enum(['ok', 'degraded']),
  /** Of the model: why it is another one than wanted, or none. Cameras name theirs themselves. */
  problem: z.string().max(500).optional(),
  uptimeSeconds: Seconds,
  moduleVersion: z.string().max(63),
  model: ModelReference.optional(),
  cameras: z.array(CameraHealth).max(64),
  queueDepth: z.int().nonnegative(),
  evictedMessages: z.int().nonnegative(),
  diskUsedBytes: z.number().nonnegative(),
  diskQuotaBytes: z.number().nonnegative(),
  /** Since the module started; rates are differences of two messages of one boot. Older modules do not say it. */
  behaviour: z
    .strictObject({
      framesAnalysed: z.int().nonnegative(),
      detections: z.record(Label, z.int().nonnegative()),
      incidents: z.int().nonnegative(),
      inferenceMsTotal: z.number().nonnegative(),
      memoryBytes: z.number().nonnegative(),
      isBusy: z.boolean(),
    })
    .optional(),
})
export type HealthMessage = z.infer<typeof HealthMessage>

/** What a device's scoring endpoint found on one picture that somebody sent to it. The picture itself stays on the device. */
export const ScoreMessage = z.strictObject({
  ...key,
  /** Where the picture is from, when the caller said so. */
  camera: Id.optional(),
  model: ModelReference,
  width: Pixels,
  height: Pixels,
  inferenceMs: z.number().nonnegative(),
  detections: z.array(Detection).max(300),
  /** Why the picture is not like others; undefined where it is. */
  anomaly: z.strictObject({ measure: Id, observed: z.number(), expected: z.number() }).optional(),
})
export type ScoreMessage = z.infer<typeof ScoreMessage>

/** A picture that somebody at the device wants to have labelled; it was uploaded before. */
export const PictureMessage = z.strictObject({
  ...key,
  /** One of the device's, when the sender said so. */
  camera: Id.optional(),
  /** Path in the upload container, under the folder of the device's upload identity. */
  blob: BlobPath,
  bytes: z.int().positive().max(maxSentBytes),
  sha256: Sha256,
  width: Pixels.min(leastSidePixels),
  height: Pixels.min(leastSidePixels),
  /** Undefined where the device has none yet: then nothing was looked for. */
  model: ModelReference.optional(),
  detections: z.array(Detection).max(300),
})
export type PictureMessage = z.infer<typeof PictureMessage>

export const messageSchemas = {
  inference: InferenceMessage,
  incident: IncidentMessage,
  recording: RecordingMessage,
  health: HealthMessage,
  score: ScoreMessage,
  picture: PictureMessage,
} as const

/**
 * An IoT Edge module cannot upload files; only a device identity can. Each device therefore has a second
 * identity for its uploads, and IoT Hub puts whatever that one sends under a folder of its name.
 */
export function uploadIdentity(device: Id): string {
  return `${device}-media`
}
