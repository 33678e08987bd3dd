import { mkdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Detection } from '../../shared/domain/detection.ts'
import type { Id } from '../../shared/domain/ids.ts'
import type { ModelReference } from '../../shared/domain/messages.ts'
import type { IncidentChange, Run } from '../../shared/rules/rule-engine.ts'
import type { CameraEvents, IncidentEvent } from '../camera-events.ts'
import type { Recorder } from '../video/recorder.ts'
import type { CameraState } from './camera-state.ts'
import { withinTime } from './within-time.ts'

type Closing = CameraState['closing'][number]

export interface ReporterOptions {
  readonly camera: Id
  /** The one that judged last; undefined where none ever did, and then there is nothing to report. */
  readonly model: () => ModelReference | undefined
  /** Stills are put into `stills/` below it. */
  readonly folder: string
  readonly preRollMs: number
  readonly postRollMs: number
  readonly events: CameraEvents
  readonly recorder: Recorder | undefined
  readonly restored: readonly Closing[]
  /** The still of the run's surest moment, or undefined where there is none. */
  readonly takeStill: (run: Readonly<Run>, marked: Detection) => Promise<Uint8Array | undefined>
}

export interface IncidentReporter {
  report(change: IncidentChange): void
  /** Reports closes whose post-roll is over. */
  tick(nowMs: number): void
  /** Closed incidents that were not told yet. */
  closing(): readonly Closing[]
  /** Reports everything that is left and waits until it is told. */
  finish(): Promise<void>
}

/** Pictures of the post-roll are on their way for about so long. */
const postRollLatenessMs = 500

/**
 * Tells the module about incidents, in order. An opening waits for its still; a close waits until the post-roll has begun
 * to be recorded, as it names all recordings that show the incident.
 */
export function createIncidentReporter(options: ReporterOptions): IncidentReporter {
  const { events, recorder, preRollMs, postRollMs } = options
  const stillFolder = join(options.folder, 'stills')
  mkdirSync(stillFolder, { recursive: true })
  let closing: Closing[] = [...options.restored]
  const telling = new Set<Closing>()
  let last: Promise<void> = Promise.resolve()
  for (const { run, endMs } of closing) {
    recorder?.noteIncident(run.incident, run.startedAtMs, endMs)
    later(() => tellWithStill({ phase: 'opened', run }))
  }

  return {
    report: (change) => {
      const { run, phase } = change
      const endMs = phase === 'closed' ? run.lastSeenMs : undefined
      recorder?.noteIncident(run.incident, run.startedAtMs, endMs)
      if (endMs === undefined) later(() => tellWithStill(change))
      else closing.push({ run: { ...run }, endMs, dueMs: recorder === undefined ? endMs : endMs + postRollMs + postRollLatenessMs })
    },
    tick: (nowMs) => tellClosed(nowMs),
    closing: () => closing,
    finish: async () => {
      tellClosed(Number.POSITIVE_INFINITY)
      await last
    },
  }

  function tellClosed(nowMs: number): void {
    for (const item of closing.filter((other) => other.dueMs <= nowMs && !telling.has(other))) {
      telling.add(item)
      later(async () => {
        tell('closed', item.run, item.endMs, undefined)
        // Only now: what is not told yet is told again after a crash.
        closing = closing.filter((other) => other !== item)
      })
    }
  }

  async function tellWithStill({ phase, run }: IncidentChange): Promise<void> {
    const jpeg = await withinTime(options.takeStill(run, run.peak.detection))
    const snapshotFile = jpeg === undefined ? undefined : join(stillFolder, `${run.incident}-${run.peak.atMs}.jpg`)
    if (snapshotFile !== undefined && jpeg !== undefined) await writeFile(snapshotFile, jpeg)
    tell(phase, run, undefined, snapshotFile)
  }

  function tell(phase: IncidentEvent['phase'], run: Readonly<Run>, endMs: number | undefined, snapshotFile: string | undefined): void {
    const model = options.model()
    if (model === undefined) return
    const { incident, rule, label, severity, alarm, startedAtMs, peak } = run
    const span = { startMs: startedAtMs - preRollMs, endMs: (endMs ?? peak.atMs) + postRollMs }
    events.onIncident({
      ...{ camera: options.camera, model, incident, phase, rule, label, severity, alarm, snapshotFile },
      startedAt: toInstant(startedAtMs),
      endedAt: endMs === undefined ? undefined : toInstant(endMs),
      peak: { at: toInstant(peak.atMs), ptsMs: peak.ptsMs, detection: peak.detection },
      recordings: recorder?.recordingsOf(span) ?? [],
    })
  }

  function later(step: () => Promise<void>): void {
    last = last.then(step).catch(() => {})
  }
}

const toInstant = (ms: number) => new Date(ms).toISOString()
