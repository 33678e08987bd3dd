import type { z } from 'zod'
import type { Detection } from '../shared/domain/detection.ts'
import type { Id, Instant } from '../shared/domain/ids.ts'
import type { CameraHealth, ModelReference } from '../shared/domain/messages.ts'
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

export interface CameraPipeline {
  readonly camera: Id
  health(): z.infer<typeof CameraHealth>
  /** The newest picture as JPEG with boxes drawn, or undefined before the first frame. */
  snapshot(): Promise<Uint8Array | undefined>
  /** Finishes the open segment and incident, ends the decoder. */
  close(): Promise<void>
}
