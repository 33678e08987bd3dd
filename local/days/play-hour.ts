import { createHash } from 'node:crypto'
import type { DeviceHealth } from '../../shared/domain/device-health.ts'
import { likenessOf } from '../../shared/domain/likeness.ts'
import type { InferenceMessage } from '../../shared/domain/messages.ts'
import type { DescribedFrame, QualityHour } from '../../shared/domain/quality-hour.ts'
import { summarizeQualityHour } from '../../shared/domain/summarize-quality-hour.ts'
import { describeCrops } from '../../shared/vision/describe-crop.ts'
import type { Detector } from '../../shared/vision/detector.ts'
import { createStatisticsGatherer } from '../../shared/vision/gather-statistics.ts'
import { createPictureMeter, type MeasuredPicture, mapSize } from '../../shared/vision/measure-picture.ts'
import { chance } from '../line/random.ts'
import type { Line } from '../line/scene.ts'
import { healthOf, inferenceOf, instantOf, pictureSize, place } from './messages.ts'
import { type Befall, hourSeconds, type Plant } from './plant.ts'

/** Pictures of an hour come in bursts, as the monitors of a camera compare each with those just before it. */
const burstsAnHour = 2
export const burstStepSeconds = 5

export interface PlayedHour {
  readonly hour: QualityHour
  readonly frames: readonly DescribedFrame[]
  /** In their order, for the monitor of the camera. */
  readonly watched: readonly { readonly seconds: number; readonly picture: MeasuredPicture }[]
  /** What was to be seen on the pictures, and what the model saw, by label. */
  readonly truth: Readonly<Record<string, number>>
  readonly seen: Readonly<Record<string, number>>
}

export interface Scene {
  readonly line: Line
  readonly plant: Plant
  readonly detector: Detector
  readonly picturesAnHour: number
}

/**
 * One virtual hour: some of its pictures are drawn, measured and looked at by the model, every other one is described like a
 * night's frame. Each stands for its share of the hour, so that thresholds for numbers of pictures are met as they are in a plant.
 */
export async function playHour({ line, plant, detector, picturesAnHour }: Scene, start: number, befall?: Befall): Promise<PlayedHour> {
  const perBurst = Math.max(1, Math.round(picturesAnHour / burstsAnHour))
  const standsForSeconds = hourSeconds / (burstsAnHour * perBurst)
  const health: DeviceHealth[] = []
  const watched: { seconds: number; picture: MeasuredPicture }[] = []
  const looks: Promise<InferenceMessage>[] = []
  const described: { name: string; look: Promise<InferenceMessage>; describe: (message: InferenceMessage) => DescribedFrame }[] = []
  const truth: Record<string, number> = {}
  for (let burst = 0; burst < burstsAnHour; burst++) {
    const room = hourSeconds / burstsAnHour - perBurst * burstStepSeconds
    const lot = chance(plant.seed, 'burst', (start / hourSeconds) * burstsAnHour + burst)
    const first = start + (burst * hourSeconds) / burstsAnHour + Math.floor(lot * room)
    const measure = createPictureMeter()
    const gatherer = createStatisticsGatherer()
    for (let nth = 0; nth < perBurst; nth++) {
      const seconds = first + nth * burstStepSeconds
      const drawn = line.drawSmall(seconds, pictureSize, plant.at(seconds, befall))
      const given = { data: drawn.rgb, ...pictureSize }
      const look = detector.detect(given).then((found) => inferenceOf(detector.model, seconds, found, standsForSeconds))
      looks.push(look)
      const picture = measure(given)
      gatherer.add(picture)
      watched.push({ seconds, picture })
      for (const { label } of drawn.truth) truth[label] = (truth[label] ?? 0) + 1
      if (nth % 2 === 1 || perBurst === 1) {
        const name = createHash('sha256').update(drawn.rgb).digest('hex')
        const frame = {
          frame: name,
          recording: `day-${Math.floor(seconds / 86_400)}`,
          at: instantOf(seconds),
          localHour: hourOf(start),
          likeness: likenessIn(picture),
        }
        described.push({
          name,
          look,
          describe: ({ frames: [seen] }) => ({ ...frame, crops: describeCrops(given, seen?.detections ?? []) }),
        })
      }
    }
    const statistics = gatherer.take()
    if (statistics !== undefined)
      health.push(healthOf(first, { ...statistics, samples: Math.round(statistics.samples * standsForSeconds) }))
  }
  const inferences = await Promise.all(looks)
  const frames = await Promise.all(described.map(async ({ look, describe }) => describe(await look)))
  const hour = summarizeQualityHour({ ...place, hour: instantOf(start), localHour: hourOf(start), health, inferences })
  const seen: Record<string, number> = {}
  for (const {
    frames: [frame],
  } of inferences)
    for (const { label } of frame?.detections ?? []) seen[label] = (seen[label] ?? 0) + 1
  return { hour, frames, watched, truth, seen }
}

const hourOf = (start: number) => (start / hourSeconds) % 24

/** Of the map of 80 × 45 fields: a hash of 9 × 8 cells needs no more. */
function likenessIn({ map }: MeasuredPicture): string {
  return likenessOf({ bytes: Uint8Array.from(map), width: mapSize.columns, height: mapSize.rows, stride: mapSize.columns })
}
