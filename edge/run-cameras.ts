import type { EdgeSettings } from '../shared/domain/edge-settings.ts'
import type { Id } from '../shared/domain/ids.ts'
import type { CameraPipeline } from './camera-events.ts'
import type { Log } from './log.ts'
import { type CameraPlan, planCameras } from './settings/camera-plan.ts'

export interface Cameras {
  readonly running: ReadonlyMap<Id, CameraPipeline>
  /** Starts, stops and restarts what the settings change, and leaves the other cameras alone. Later calls wait for earlier ones. */
  apply(settings: EdgeSettings): Promise<void>
  /** Restarts all of them, or one. */
  restart(camera?: Id): Promise<void>
  close(): Promise<void>
}

type Start = (camera: Id, plan: CameraPlan) => CameraPipeline

export function runCameras(start: Start, log: Log): Cameras {
  const running = new Map<Id, CameraPipeline>()
  const inForce = new Map<Id, CameraPlan>()
  let last: Promise<void> = Promise.resolve()

  async function stop(camera: Id, isGone = false): Promise<void> {
    const pipeline = running.get(camera)
    running.delete(camera)
    inForce.delete(camera)
    await pipeline?.close({ isGone }).catch((error: Error) => log('error', 'camera-close-failed', { camera, reason: error }))
    log('info', 'camera-stopped', { camera })
  }

  function begin(camera: Id, plan: CameraPlan): void {
    running.set(camera, start(camera, plan))
    inForce.set(camera, plan)
    log('info', 'camera-started', { camera })
  }

  async function become(wanted: ReadonlyMap<Id, CameraPlan>): Promise<void> {
    const isSame = (camera: Id) => JSON.stringify(inForce.get(camera)) === JSON.stringify(wanted.get(camera))
    const changed = [...running.keys()].filter((camera) => !isSame(camera))
    await Promise.all(changed.map((camera) => stop(camera, !wanted.has(camera))))
    for (const [camera, plan] of wanted) if (!running.has(camera)) begin(camera, plan)
  }

  function inTurn(step: () => Promise<void>): Promise<void> {
    const done = last.then(step)
    last = done.catch((error: Error) => log('error', 'cameras-failed', { reason: error }))
    return done
  }

  return {
    running,
    apply: (settings) => inTurn(() => become(planCameras(settings))),
    restart: (camera) =>
      inTurn(async () => {
        const plans = new Map(inForce)
        await Promise.all([...plans.keys()].filter((name) => camera === undefined || name === camera).map((name) => stop(name)))
        await become(plans)
      }),
    close: () =>
      inTurn(async () => {
        await Promise.all([...running.keys()].map((camera) => stop(camera)))
      }),
  }
}
