import type { z } from 'zod'
import { Disturbances } from '../../../local/line/disturbances.ts'
import { createLine } from '../../../local/line/scene.ts'
import type { CameraMonitors } from '../../../shared/domain/camera-trouble.ts'
import { type CameraMonitor, createCameraMonitor, MonitorState, type TroubleChange } from '../../../shared/rules/camera-monitor.ts'
import { createPictureMeter } from '../../../shared/vision/measure-picture.ts'

const size = { width: 320, height: 176 }
/** Half past ten: no full hour is near. */
export const startMs = Date.UTC(2026, 0, 5, 10, 30)
const learnSeconds = 330

/** A change, with the seconds since the disturbance began. */
export type Told = readonly [seconds: number, phase: TroubleChange['phase'], kind: string]

export interface Played {
  readonly told: Told[]
  readonly monitor: CameraMonitor
}

/** A drawn line whose usual look is known, before a monitor whose time is virtual. */
export async function watchLine(seed: number) {
  const line = await createLine({ seed, clockStartMs: startMs })

  function run(monitor: CameraMonitor, from: number, to: number, step: number, disturbances: Disturbances): Told[] {
    const measure = createPictureMeter()
    const told: Told[] = []
    const tell = (changes: readonly TroubleChange[], seconds: number) => {
      for (const { phase, trouble } of changes) told.push([seconds - learnSeconds, phase, trouble.kind])
    }
    for (let seconds = from; seconds < to; seconds += step) {
      const picture = measure({ data: line.drawSmall(seconds, size, disturbances).rgb, ...size })
      const atMs = startMs + seconds * 1000
      tell(monitor.observe({ atMs, picture }), seconds)
      tell(monitor.tick(atMs), seconds)
    }
    return told
  }

  const teacher = createCameraMonitor({ device: 'press', camera: 'gate', sampleMs: 5000 })
  run(teacher, 0, learnSeconds, 5, {})
  const learned = JSON.stringify(teacher.serialize())

  return {
    learned: () => MonitorState.parse(JSON.parse(learned)),
    /** Plays so many seconds. Spells of the disturbances count from when it is known how the line looks; a picture each `step` seconds. */
    play(
      disturbances: z.input<typeof Disturbances>,
      { seconds, step = 1, settings, state = learned }: { seconds: number; step?: number; settings?: CameraMonitors; state?: string },
    ): Played {
      const restored = MonitorState.parse(JSON.parse(state))
      const monitor = createCameraMonitor({ device: 'press', camera: 'gate', sampleMs: step * 1000, restored, settings })
      const told = run(monitor, learnSeconds, learnSeconds + seconds, step, shift(disturbances))
      return { told, monitor }
    },
  }
}

/** Spells count from the start of the line. */
function shift(disturbances: z.input<typeof Disturbances>): Disturbances {
  const shifted = Object.entries(disturbances).map(([name, what]) => {
    if (typeof what !== 'object' || Array.isArray(what)) return [name, what]
    const { fromSeconds = 0, untilSeconds } = what
    return [
      name,
      {
        ...what,
        fromSeconds: learnSeconds + fromSeconds,
        ...(untilSeconds !== undefined && { untilSeconds: learnSeconds + untilSeconds }),
      },
    ]
  })
  return Disturbances.parse(Object.fromEntries(shifted))
}
