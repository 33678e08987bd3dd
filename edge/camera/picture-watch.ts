import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { CameraMonitors } from '../../shared/domain/camera-trouble.ts'
import type { Id } from '../../shared/domain/ids.ts'
import type { PictureStatistics } from '../../shared/domain/picture-statistics.ts'
import { type CameraMonitor, createCameraMonitor, MonitorState, type TroubleChange } from '../../shared/rules/camera-monitor.ts'
import { createStatisticsGatherer } from '../../shared/vision/gather-statistics.ts'
import { createPictureMeter } from '../../shared/vision/measure-picture.ts'
import type { CameraEvents } from '../camera-events.ts'
import type { VideoFrame } from '../video/video-engine.ts'
import { createTroubleReporter } from './trouble-reporter.ts'
import { writeWhole } from './write-whole.ts'

export interface PictureWatchOptions {
  readonly device: Id
  readonly camera: Id
  readonly isEnabled: boolean
  readonly framesPerSecond: number
  readonly settings: CameraMonitors | undefined
  /** The camera's own: `monitor.json` and `usual.jpg` are kept in it. */
  readonly folder: string
  readonly events: Pick<CameraEvents, 'onIncident'>
  /** What the camera shows now, as JPEG without boxes; undefined before the first picture. */
  readonly takeStill: () => Promise<Uint8Array | undefined>
  readonly onTrouble: (error: unknown) => void
}

/** Looks at what a camera's pictures are like, once a second. */
export interface PictureWatch {
  /** `atMs`: when it was taken; `clockOffMs`: the camera's own clock minus the device's, where it tells it. */
  see(frame: VideoFrame, atMs: number, clockOffMs: number | undefined): void
  tick(nowMs: number): void
  /** What it shows now is how it should be. */
  accept(nowMs: number): void
  /** Means since the last call, for one health message. */
  takeStatistics(): PictureStatistics | undefined
  monitor(): Pick<CameraMonitor, 'open' | 'isLearning'>
  /** Troubles stay open over a restart; where the camera is gone for good, they end. */
  close(nowMs: number, isGone: boolean): Promise<void>
}

/** Frames come at their own pace; a sample that is a little early is on time. */
const leastSampleMs = 950
const saveEveryMs = 5 * 60_000
const usualPictureEveryMs = 24 * 3_600_000

export function createPictureWatch(options: PictureWatchOptions): PictureWatch {
  const { device, camera, folder, settings, framesPerSecond } = options
  const file = join(folder, 'monitor.json')
  const usualFile = join(folder, 'usual.jpg')
  const restored = readState(file)
  const monitor = createCameraMonitor({ device, camera, settings, restored, sampleMs: Math.max(1000, 1000 / framesPerSecond) })
  const measure = createPictureMeter()
  const statistics = createStatisticsGatherer()
  const reporter = createTroubleReporter({ camera, folder, usualFile, events: options.events, takeStill: options.takeStill })
  let [sampledAtMs, savedAtMs, usualAtMs] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  // Whether it was told before the crash is not known; telling it twice changes nothing in the cloud.
  for (const trouble of monitor.open()) reporter.report({ phase: 'opened', trouble, atMs: trouble.startedAtMs })

  return {
    see: (frame, atMs, clockOffMs) => {
      if (atMs - sampledAtMs < leastSampleMs) return
      sampledAtMs = atMs
      const picture = measure({ data: frame.rgb, width: frame.width, height: frame.height })
      statistics.add(picture)
      tell(monitor.observe({ atMs, picture, clockOffMs }))
      if (atMs - savedAtMs >= saveEveryMs) save(atMs)
      if (monitor.isWell && atMs - usualAtMs >= usualPictureEveryMs) {
        usualAtMs = atMs
        reporter.keepUsual()
      }
    },
    tick: (nowMs) => tell(options.isEnabled ? monitor.tick(nowMs) : monitor.finish(nowMs)),
    accept: (nowMs) => {
      rmSync(usualFile, { force: true })
      usualAtMs = Number.NEGATIVE_INFINITY
      tell(monitor.accept(nowMs))
      save(nowMs)
    },
    takeStatistics: statistics.take,
    monitor: () => monitor,
    close: async (nowMs, isGone) => {
      if (isGone) tell(monitor.finish(nowMs))
      await reporter.finish()
      save(nowMs)
    },
  }

  function tell(changes: readonly TroubleChange[]): void {
    if (changes.length === 0) return
    for (const change of changes) reporter.report(change)
    save(Math.max(...changes.map(({ atMs }) => atMs)))
  }

  function save(atMs: number): void {
    savedAtMs = atMs
    try {
      writeWhole(file, JSON.stringify(monitor.serialize()))
    } catch (error) {
      options.onTrouble(error)
    }
  }
}

/** Undefined on the first start, and where the file is damaged: then what is usual is learned anew. */
function readState(file: string): MonitorState | undefined {
  try {
    return MonitorState.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}
