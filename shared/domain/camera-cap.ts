import type { Camera } from './fleet.ts'
import type { Id } from './ids.ts'

/** A limit on how often a camera is looked at, while a notice stands. What people set stays as it is beneath it. */
export interface CameraCap {
  readonly site: Id
  readonly camera: Id
  /** Notice that it was made for; several may limit the same camera, the lowest counts. */
  readonly notice: Id
  readonly framesPerSecond: number
}

/** The camera as its device is told to run it. */
export function capped(camera: Camera, caps: readonly CameraCap[]): Camera {
  const rates = caps.filter(({ camera: id }) => id === camera.id).map(({ framesPerSecond }) => framesPerSecond)
  const framesPerSecond = Math.min(camera.settings.framesPerSecond, ...rates)
  return { ...camera, settings: { ...camera.settings, framesPerSecond } }
}
