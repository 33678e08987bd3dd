import type { z } from 'zod'
import type { TroubleEvidence } from '../shared/domain/camera-trouble.ts'
import type { Detection } from '../shared/domain/detection.ts'
import type { Id, Instant } from '../shared/domain/ids.ts'
import type { CameraHealth, ModelReference } from '../shared/domain/messages.ts'
import type { PictureStatistics } from '../shared/domain/picture-statistics.ts'
import type { Severity } from '../shared/domain/rule.ts'

/** One analysed frame. */
export interface FrameEvent {
  readonly camera: Id
  readonly at: Instant
  readonly recording: Id | undefined
  readonly ptsMs: number
  readonly width: number
  readonly height: number
  readonly inferenceMs: number
  readonly model: ModelReference
  readonly detections: readonly Detection[]
}

/** A step in the life of an incident. `snapshotFile` is a JPEG with the boxes drawn, on the module's disk. */
export interface IncidentEvent {
  /** Of the camera itself, and what its monitor measured; without it people's rules were broken. */
  readonly kind?: 'camera'
  readonly evidence?: TroubleEvidence
  readonly camera: Id
  readonly incident: Id
  readonly phase: 'opened' | 'updated' | 'closed'
  readonly rule: Id
  readonly label: string
  readonly severity: Severity
  readonly alarm: boolean
  readonly startedAt: Instant
  readonly endedAt: Instant | undefined
  readonly model: ModelReference
  readonly peak: { readonly at: Instant; readonly ptsMs: number; readonly detection: Detection }
  readonly snapshotFile: string | undefined
  readonly recordings: readonly Id[]
}

/** A finished segment on the module's disk, ready to upload; whoever takes it deletes the file. */
export interface SegmentEvent {
  readonly camera: Id
  readonly recording: Id
  readonly file: string
  readonly startedAt: Instant
  readonly endedAt: Instant
  readonly bytes: number
  readonly sha256: string
  readonly codec: string
  readonly frameRate: number
  readonly width: number
  readonly height: number
  /** It shows an incident (pre- and post-roll included): uploaded first, evicted last. */
  readonly hasIncident: boolean
}

/** What a camera pipeline tells the module. Callbacks return at once; the pipeline never waits for the network. */
export interface CameraEvents {
  onFrame(event: FrameEvent): void
  onIncident(event: IncidentEvent): void
  onSegment(event: SegmentEvent): void
  /** At once when an incident opens whose rule asks for the local alarm; `onIncident` follows when the still is drawn. */
  onAlarm?(alarm: { readonly camera: Id; readonly incident: Id; readonly rule: Id }): void
}

/** What a camera saw at a moment, and what the model found on it. */
export interface Still {
  readonly jpeg: Uint8Array
  readonly at: Instant
  readonly detections: readonly Detection[]
}

export interface CameraPipeline {
  readonly camera: Id
  health(): z.infer<typeof CameraHealth>
  /**
   * The newest picture, with its boxes drawn unless said otherwise; undefined before the first frame. One that need not be
   * wider than what the model saw is made of just that, without decoding anything again.
   */
  snapshot(options?: { readonly isMarked?: boolean; readonly maxWidth?: number }): Promise<Still | undefined>
  /** What its pictures were like since the last call; undefined where there were none. For one health message. */
  takeStatistics(): PictureStatistics | undefined
  /** What it shows now is how it should be: troubles that come from comparing end, and what is usual is learned anew. */
  acceptPicture(): void
  /** Finishes the open segment and incident, ends the decoder. Troubles of a camera that `isGone` for good end as well. */
  close(options?: { readonly isGone: boolean }): Promise<void>
}
