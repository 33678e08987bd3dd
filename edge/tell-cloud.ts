import { rmSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { z } from 'zod'
import type { Clock } from '../shared/domain/clock.ts'
import type { EdgeSettings } from '../shared/domain/edge-settings.ts'
import type { Id } from '../shared/domain/ids.ts'
import type { HealthMessage, PictureMessage } from '../shared/domain/messages.ts'
import type { CameraEvents, IncidentEvent, SegmentEvent } from './camera-events.ts'
import type { MessageKey, Outbox } from './outbox/outbox.ts'
import type { Score } from './scoring/score-picture.ts'
import type { ScoreAnomaly } from './scoring/watch-scores.ts'
import { createFrameBatcher } from './telemetry/batch-frames.ts'
import { traceparent } from './telemetry/traceparent.ts'

export type Health = Omit<z.infer<typeof HealthMessage>, 'device' | 'at' | keyof MessageKey>

export interface CloudTeller extends Omit<CameraEvents, 'onAlarm'> {
  onHealth(health: Health): void
  /** A picture that a program of the plant has sent. */
  onScore(score: Score, camera: Id | undefined, anomaly: ScoreAnomaly | undefined): void
  /** A picture that somebody wants to have labelled. False where it was not kept. */
  onPicture(picture: KeptPicture): Promise<boolean>
  setTelemetry(telemetry: EdgeSettings['telemetry']): void
  /** Hands over what is still being put together. */
  flush(): void
}

/** A JPEG on the module's disk, and what its model saw on it. */
export interface KeptPicture extends Omit<PictureMessage, 'device' | 'at' | 'blob' | keyof MessageKey> {
  readonly file: string
}

interface TellerOptions {
  readonly device: Id
  readonly outbox: Outbox
  readonly clock: Clock
  /** The path that a file will have in the cloud; undefined where nothing is uploaded. */
  readonly pathOf: ((name: string) => string) | undefined
}

// What one incident message holds at most; the newest recordings are named by the close.
const maxRecordings = 64
const maxScoredDetections = 300

/** Turns what the cameras say into messages of shared/domain/messages.ts and puts them into the outbox. */
export function createCloudTeller({ device, outbox, clock, pathOf }: TellerOptions): CloudTeller {
  const stamp = (key: MessageKey) => ({ device, ...key, at: clock().toISOString() })
  const batcher = createFrameBatcher((batch) => {
    void outbox.append('telemetry', { type: 'inference', traceparent: traceparent(), body: (key) => ({ ...stamp(key), ...batch }) })
  })

  function onIncident({ snapshotFile, alarm: _alarm, recordings, ...event }: IncidentEvent): void {
    const name = snapshotFile === undefined ? undefined : `snapshots/${event.camera}/${basename(snapshotFile)}`
    const snapshot = name === undefined ? undefined : pathOf?.(name)
    const trace = traceparent(event.incident)
    void outbox.append('incident', {
      type: 'incident',
      traceparent: trace,
      body: (key) => ({ ...stamp(key), ...event, snapshot, recordings: recordings.slice(-maxRecordings) }),
    })
    if (snapshotFile === undefined || name === undefined) return
    if (snapshot === undefined) {
      rmSync(snapshotFile, { force: true })
      return
    }
    const upload = { file: snapshotFile, name, contentType: 'image/jpeg', bytes: sizeOf(snapshotFile) }
    void keep(snapshotFile, outbox.append('snapshot', { traceparent: trace, upload, body: () => undefined }))
  }

  function onSegment({ file, hasIncident, ...segment }: SegmentEvent): void {
    const name = `recordings/${segment.camera}/${segment.recording}.mp4`
    const blob = pathOf?.(name)
    if (blob === undefined) {
      rmSync(file, { force: true })
      return
    }
    const stored = outbox.append(hasIncident ? 'clip' : 'recording', {
      type: 'recording',
      traceparent: traceparent(),
      upload: { file, name, contentType: 'video/mp4', bytes: segment.bytes },
      body: (key) => ({ ...stamp(key), ...segment, blob }),
    })
    void keep(file, stored)
  }

  return {
    onFrame: batcher.add,
    onIncident,
    onSegment,
    onHealth(health) {
      void outbox.append('telemetry', { type: 'health', traceparent: traceparent(), body: (key) => ({ ...stamp(key), ...health }) })
    },
    onScore({ detections, ...score }, camera, anomaly) {
      const found = { ...score, camera, anomaly, detections: detections.slice(0, maxScoredDetections) }
      void outbox.append('telemetry', { type: 'score', traceparent: traceparent(), body: (key) => ({ ...stamp(key), ...found }) })
    },
    async onPicture({ file, detections, ...picture }) {
      const name = `pictures/${picture.sha256}.jpg`
      const blob = pathOf?.(name)
      if (blob === undefined) return false
      const found = { ...picture, blob, detections: detections.slice(0, maxScoredDetections) }
      const stored = outbox.append('clip', {
        type: 'picture',
        traceparent: traceparent(),
        upload: { file, name, contentType: 'image/jpeg', bytes: picture.bytes },
        body: (key) => ({ ...stamp(key), ...found }),
      })
      await keep(file, stored)
      return stored
    },
    setTelemetry: batcher.setLimits,
    flush: batcher.flush,
  }
}

/** A file whose record was refused is nobody's. */
async function keep(file: string, stored: Promise<boolean>): Promise<void> {
  if (!(await stored)) rmSync(file, { force: true })
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
