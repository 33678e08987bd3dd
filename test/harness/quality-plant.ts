import { DriftThresholds } from '../../shared/domain/drift-thresholds.ts'
import { CameraSettings } from '../../shared/domain/edge-settings.ts'
import type { FrameManifest } from '../../shared/domain/frame.ts'
import type { DescribedFrame, QualityHour } from '../../shared/domain/quality-hour.ts'
import type { Ports } from '../../shared/ports.ts'
import { sha256Of } from './labelled-recording.ts'
import { createRandom } from './random.ts'

export const qualityModel = { name: 'bottles', version: '1', digest: sha256Of('the model in force') }
const dayMs = 86_400_000

export interface QualityPlant {
  readonly site: string
  /** The first midnight (UTC) after its model came into force. */
  readonly startMs: number
  readonly days: number
  /** From this day on things look other than before. */
  readonly strangeFromDay: number
}

/** A plant with a camera whose stored hours and described frames are as usual, until they are not. */
export async function playQuality(ports: Ports, { site, startMs, days, strangeFromDay }: QualityPlant): Promise<void> {
  await ports.rosters.saveSite({ id: site, name: site, timeZone: 'UTC' })
  const settings = CameraSettings.parse({ source: 'rtsp://127.0.0.1/line' })
  await ports.fleet.saveCamera({ id: 'cam-1', site, device: 'edge-1', name: 'Capper', settings })
  const since = new Date(startMs - 3_600_000).toISOString()
  await ports.models.setChampion({ site, model: qualityModel, release: 'rel-1', since }, undefined)
  // As many days and frames as can be told apart from chance, and no more: each costs time.
  const thresholds = DriftThresholds.parse({ referenceDays: 3, leastFrames: 5, leastCrops: 15 })
  await ports.quality.saveThresholds(site, thresholds, undefined)
  const random = createRandom(7)
  for (let day = 0; day < days; day++) {
    const isStrange = day >= strangeFromDay
    const hours = Array.from({ length: 24 }, (_, hour): QualityHour => {
      const brightness = (hour >= 7 && hour < 19 ? 0.5 : 0.4) + 0.01 * (random() - 0.5)
      return {
        ...{ site, camera: 'cam-1', hour: new Date(startMs + day * dayMs + hour * 3_600_000).toISOString(), localHour: hour },
        ...{ model: qualityModel.digest, frames: 3600, mixes: {} },
        levels: { brightness: { mean: isStrange ? brightness / 2 : brightness, samples: 3600 } },
      }
    })
    await Promise.all(hours.map(ports.quality.saveHour))
    await saveDay(ports, site, new Date(startMs + day * dayMs).toISOString(), isStrange, random)
  }
}

const framesADay = 12
const betweenMs = dayMs / framesADay

/** Each frame is in a recording of a minute of its own, like those of a camera. */
async function saveDay(ports: Ports, site: string, startedAt: string, isStrange: boolean, random: () => number): Promise<void> {
  const described = Array.from({ length: framesADay }, (_, index): DescribedFrame => {
    const at = new Date(Date.parse(startedAt) + index * betweenMs).toISOString()
    const recording = `${site}-${at.slice(0, 13).toLowerCase()}`
    const frame = sha256Of(recording)
    const descriptor = [isStrange ? 0 : 1, isStrange ? 1 : 0].map((value) => value + 0.02 * random())
    const crops = ['object:bottle', 'object:bottle', 'object:bottle'].map((key) => ({ key, descriptor }))
    return { frame, recording, at, localHour: new Date(at).getUTCHours(), likeness: sha256Of(frame).slice(0, 16), crops }
  })
  await Promise.all(described.map((one) => saveRecording(ports, site, one)))
  await ports.quality.saveFrames(site, 'cam-1', startedAt.slice(0, 10), described)
}

async function saveRecording(ports: Ports, site: string, { recording, frame, at, likeness }: DescribedFrame): Promise<void> {
  const of = { site, camera: 'cam-1', startedAt: at, endedAt: new Date(Date.parse(at) + 60_000).toISOString() }
  const manifest: FrameManifest = {
    ...{ ...of, recording, videoSha256: sha256Of(frame), decoder: 'test 1', outcome: 'complete', nearDuplicates: 0 },
    frames: [{ id: frame, ptsMs: 0, index: 0, at, width: 640, height: 360, bytes: 20_000, likeness, reasons: ['keyframe'] }],
  }
  await ports.recordings.save({
    ...{ ...of, id: recording, device: 'edge-1', path: `${site}/${recording}.mp4`, bytes: 1000, sha256: manifest.videoSha256 },
    ...{ codec: 'avc1', frameRate: 15, width: 640, height: 360, receivedAt: of.endedAt },
  })
  await ports.frames.saveManifest(manifest)
}
