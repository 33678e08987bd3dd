import { mkdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { cameraHealthJudge, ruleOfTrouble } from '../../shared/domain/camera-trouble.ts'
import type { Id } from '../../shared/domain/ids.ts'
import type { TroubleChange } from '../../shared/rules/camera-monitor.ts'
import type { CameraEvents } from '../camera-events.ts'
import { withinTime } from './within-time.ts'
import { writeWhole } from './write-whole.ts'

interface TroubleReporterOptions {
  readonly camera: Id
  /** Stills are put into `stills/` below it. */
  readonly folder: string
  readonly usualFile: string
  readonly events: Pick<CameraEvents, 'onIncident'>
  readonly takeStill: () => Promise<Uint8Array | undefined>
}

export interface TroubleReporter {
  report(change: TroubleChange): void
  /** Keeps what the camera shows now as what it usually shows. */
  keepUsual(): void
  /** Waits until everything is told. */
  finish(): Promise<void>
}

/** Of each of the two pictures in a still: enough to see dirt, and both together fit a phone's link. */
const pictureWidth = 800
const gapPixels = 8
const jpegQuality = 82

/** Tells the module about troubles of its camera, in order, each opening with a still: on the left as usual, on the right as it is now. */
export function createTroubleReporter({ camera, folder, usualFile, events, takeStill }: TroubleReporterOptions): TroubleReporter {
  const stillFolder = join(folder, 'stills')
  mkdirSync(stillFolder, { recursive: true })
  let last: Promise<void> = Promise.resolve()

  function tell({ phase, trouble, atMs }: TroubleChange, snapshotFile: string | undefined): void {
    const { incident, kind, severity, startedAtMs, evidence } = trouble
    const startedAt = new Date(startedAtMs).toISOString()
    events.onIncident({
      ...{ kind: 'camera', evidence, camera, incident, phase, severity, startedAt, snapshotFile },
      ...{ rule: ruleOfTrouble(kind), label: kind, alarm: false, recordings: [] },
      model: cameraHealthJudge,
      endedAt: phase === 'closed' ? new Date(atMs).toISOString() : undefined,
      peak: { at: startedAt, ptsMs: 0, detection: { label: kind, confidence: 1, box: { left: 0, top: 0, width: 1, height: 1 } } },
    })
  }

  async function tellWithStill(change: TroubleChange): Promise<void> {
    // The film of a lost camera ended: what it showed last is still the best there is.
    const jpeg = await withinTime(placeBeside(usualFile, takeStill))
    const file = jpeg === undefined ? undefined : join(stillFolder, `${change.trouble.incident}-${change.atMs}.jpg`)
    if (file !== undefined && jpeg !== undefined) await writeFile(file, jpeg)
    tell(change, file)
  }

  function later(step: () => Promise<void>): void {
    last = last.then(step).catch(() => {})
  }

  return {
    report: (change) => later(() => (change.phase === 'opened' ? tellWithStill(change) : Promise.resolve(tell(change, undefined)))),
    keepUsual: () =>
      later(async () => {
        const jpeg = await withinTime(takeStill())
        if (jpeg !== undefined) writeWhole(usualFile, jpeg)
      }),
    finish: () => last,
  }
}

async function placeBeside(usualFile: string, takeStill: TroubleReporterOptions['takeStill']): Promise<Uint8Array | undefined> {
  const [now, usual] = await Promise.all([takeStill(), readFile(usualFile).catch(() => undefined)])
  if (now === undefined) return usual
  if (usual === undefined) return now
  const [left, right] = await Promise.all(
    [usual, now].map((jpeg) => sharp(jpeg).resize({ width: pictureWidth }).toBuffer({ resolveWithObject: true })),
  )
  if (left === undefined || right === undefined) return now
  const height = Math.max(left.info.height, right.info.height)
  return await sharp({ create: { width: 2 * pictureWidth + gapPixels, height, channels: 3, background: '#ffffff' } })
    .composite([
      { input: left.data, left: 0, top: 0 },
      { input: right.data, left: pictureWidth + gapPixels, top: 0 },
    ])
    .jpeg({ quality: jpegQuality })
    .toBuffer()
}
