import { type CameraMonitor, createCameraMonitor, MonitorState } from '../../shared/rules/camera-monitor.ts'
import { createPictureMeter } from '../../shared/vision/measure-picture.ts'
import type { Line } from '../line/scene.ts'
import { device, pictureSize, place } from './messages.ts'
import type { Notice } from './notice.ts'
import { type Befall, type Plant, startMs } from './plant.ts'
import { burstStepSeconds, type PlayedHour } from './play-hour.ts'

/** After the onset nothing is left to chance: so far apart are the pictures then. */
const closeStepSeconds = 2

export const closePictures = (seconds: number): number => Math.ceil(seconds / closeStepSeconds)

export function createSparseMonitor(): CameraMonitor {
  return createCameraMonitor({ device, camera: place.camera, sampleMs: burstStepSeconds * 1000 })
}

/** Shows a monitor the pictures of an hour. What it tells counts as a notice. */
export function watchHour(monitor: CameraMonitor, { watched }: Pick<PlayedHour, 'watched'>): Notice[] {
  return watched.flatMap(({ seconds, picture }) => {
    const atMs = startMs + seconds * 1000
    const changes = [...monitor.observe({ atMs, picture }), ...monitor.tick(atMs)]
    return changes.flatMap(({ phase, trouble }) => (phase === 'opened' ? [{ by: 'camera', monitor: trouble.kind, at: seconds }] : []))
  })
}

/** Watches a camera closely from the onset on, with what its monitor has learned by then. */
export function watchOnset(line: Line, plant: Plant, learned: CameraMonitor, befall: Befall, forSeconds: number): Notice[] {
  const restored = MonitorState.parse(JSON.parse(JSON.stringify(learned.serialize())))
  const monitor = createCameraMonitor({ device, camera: place.camera, sampleMs: closeStepSeconds * 1000, restored })
  const measure = createPictureMeter()
  const watched = Array.from({ length: closePictures(forSeconds) }, (_, nth) => plant.onset + nth * closeStepSeconds)
  return watched.flatMap((seconds) => {
    const drawn = line.drawSmall(seconds, pictureSize, plant.at(seconds, befall))
    return watchHour(monitor, { watched: [{ seconds, picture: measure({ data: drawn.rgb, ...pictureSize }) }] })
  })
}
