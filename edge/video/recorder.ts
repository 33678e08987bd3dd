import { createHash } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { EdgeSettings } from '../../shared/domain/edge-settings.ts'
import type { Id } from '../../shared/domain/ids.ts'
import type { SegmentEvent } from '../camera-events.ts'
import { createSegmentRing, type Span } from './segment-ring.ts'
import { codecString, createSegmentWriter, type SegmentWriter } from './segment-writer.ts'
import type { StreamClock } from './stream-clock.ts'
import type { StreamInfo, StreamPacket } from './video-engine.ts'

export interface RecorderOptions {
  readonly device: Id
  readonly camera: Id
  readonly folder: string
  readonly mode: 'continuous' | 'incidents'
  readonly settings: EdgeSettings['recorder']
  readonly onSegment: (event: SegmentEvent) => void
  /** A segment is lost because the disk did not take it; undefined when it took one again. */
  readonly onDisk: (trouble: unknown) => void
}

export interface Recorder {
  /** A stream begins; packets that follow are of it. */
  begin(info: StreamInfo, clock: StreamClock): void
  add(packet: StreamPacket): void
  /** The segment that holds a picture. `isKept` says that it is sure to be uploaded. */
  segmentAt(ptsMs: number): { readonly recording: Id; readonly startPtsMs: number; readonly isKept: boolean } | undefined
  noteIncident(id: Id, startMs: number, endMs: number | undefined): void
  /** Segments that show the span, also the one under way. At most 64, the first ones. */
  recordingsOf(span: Span): Id[]
  /** Hands over or deletes what can be decided. See SegmentRing. */
  settle(earliestStartMs: number): void
  /** The stream broke off, or changed: what is under way becomes a segment. */
  cut(): void
  close(): Promise<void>
}

interface Finished extends Span {
  readonly event: Omit<SegmentEvent, 'hasIncident'>
}

interface Open {
  readonly recording: Id
  readonly file: string
  readonly startPtsMs: number
  readonly startMs: number
  readonly writer: SegmentWriter
  endPtsMs: number
}

const maxRecordings = 64
const rememberedSegments = 200

/**
 * Cuts a camera's stream at key frames into files. Files under way and undecided lie in `recording/` below the folder, which
 * is emptied at the start; files that were handed over lie in `segments/` and belong to whoever took them.
 */
export function createRecorder(options: RecorderOptions): Recorder {
  const { device, camera, settings, mode } = options
  const [workFolder, doneFolder] = [join(options.folder, 'recording'), join(options.folder, 'segments')]
  rmSync(workFolder, { recursive: true, force: true })
  mkdirSync(workFolder, { recursive: true })
  mkdirSync(doneFolder, { recursive: true })
  const ring = createSegmentRing<Finished>({ mode, preRollMs: settings.preRollSeconds * 1000, postRollMs: settings.postRollSeconds * 1000 })
  let known: ({ recording: Id; startPtsMs: number; endPtsMs: number } & Span)[] = []
  let info: StreamInfo | undefined
  let clock: StreamClock | undefined
  let open: Open | undefined
  let work: Promise<void> = Promise.resolve()

  const settle = (earliestStartMs: number) => {
    const { keep, drop } = ring.settle(earliestStartMs)
    for (const { segment, hasIncident } of keep) later(() => handOver(segment.event, hasIncident))
    for (const { event } of drop) later(() => rm(event.file, { force: true }))
  }

  return {
    begin: (nextInfo, nextClock) => {
      cut()
      known = known.map((segment) => ({ ...segment, startPtsMs: Number.NaN }))
      info = nextInfo
      clock = nextClock
    },
    add: (packet) => {
      if (info?.codec === undefined || clock === undefined) return
      if (packet.isKey && (open === undefined || packet.ptsMs - open.startPtsMs >= settings.segmentSeconds * 1000)) {
        cut(packet.ptsMs)
        open = start(packet.ptsMs, info, clock)
      }
      if (open === undefined) return
      open.endPtsMs = Math.max(open.endPtsMs, packet.ptsMs + packet.durationMs)
      open.writer.add(packet)
    },
    segmentAt: (ptsMs) => {
      const found = known.findLast(({ startPtsMs, endPtsMs }) => ptsMs >= startPtsMs && ptsMs < endPtsMs)
      if (found === undefined) return undefined
      return { recording: found.recording, startPtsMs: found.startPtsMs, isKept: mode === 'continuous' || ring.hasIncident(found) }
    },
    noteIncident: ring.noteIncident,
    recordingsOf: ({ startMs, endMs }) =>
      known
        .filter((segment) => segment.startMs <= endMs && segment.endMs >= startMs)
        .map(({ recording }) => recording)
        .slice(0, maxRecordings),
    settle,
    cut,
    close: async () => {
      cut()
      // What finishing adds to the ring is decided after it.
      later(async () => settle(Number.POSITIVE_INFINITY))
      for (let last: Promise<void> | undefined; last !== work; ) {
        last = work
        await last
      }
    },
  }

  function start(startPtsMs: number, streamInfo: StreamInfo, streamClock: StreamClock): Open {
    const startMs = streamClock.toWallMs(startPtsMs)
    const recording = createHash('sha256').update(`${device}\n${camera}\n${startMs}`).digest('hex').slice(0, 32)
    const file = join(workFolder, `${recording}.mp4`)
    known = [
      ...known.slice(-rememberedSegments),
      { recording, startMs, startPtsMs, endMs: Number.POSITIVE_INFINITY, endPtsMs: Number.POSITIVE_INFINITY },
    ]
    return { recording, file, startPtsMs, startMs, writer: createSegmentWriter(file, streamInfo), endPtsMs: startPtsMs }
  }

  function cut(atPtsMs?: number): void {
    if (open === undefined || info === undefined || clock === undefined) return
    const { recording, file, writer, startPtsMs, startMs } = open
    const endPtsMs = atPtsMs ?? open.endPtsMs
    // By the pictures, not by the clock: an offset that was corrected on the way must not make it longer or shorter.
    const endMs = startMs + endPtsMs - startPtsMs
    const [codec, { width, height }] = [codecString(info), info]
    open = undefined
    known = known.map((segment) => (segment.recording === recording ? { ...segment, endMs, endPtsMs } : segment))
    later(async () => {
      const written = await writer.finish()
      if (written === undefined) return
      options.onDisk(undefined)
      const { bytes, sha256, packets } = written
      const times = { startedAt: new Date(startMs).toISOString(), endedAt: new Date(endMs).toISOString() }
      const frameRate = (packets * 1000) / Math.max(1, endPtsMs - startPtsMs)
      ring.add({ startMs, endMs, event: { camera, recording, file, ...times, bytes, sha256, codec, frameRate, width, height } })
    })
  }

  async function handOver(event: Omit<SegmentEvent, 'hasIncident'>, hasIncident: boolean): Promise<void> {
    const file = join(doneFolder, `${event.recording}.mp4`)
    await rename(event.file, file)
    options.onSegment({ ...event, file, hasIncident })
  }

  function later(step: () => Promise<void>): void {
    // A full disk costs this segment, not the camera.
    work = work.then(step).catch(options.onDisk)
  }
}
