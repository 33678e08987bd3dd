import { createHash } from 'node:crypto'
import { wallClock } from '../domain/due-nights.ts'
import type { Frame, FrameManifest } from '../domain/frame.ts'
import type { Id } from '../domain/ids.ts'
import type { DescribedFrame } from '../domain/quality-hour.ts'
import { sightingsOf } from '../domain/sightings.ts'
import type { Ports } from '../ports.ts'
import { inParallel } from './in-parallel.ts'

export type DescribePorts = Pick<Ports, 'fleet' | 'recordingWork' | 'frames' | 'inferences' | 'quality' | 'describePicture'>

const dayMs = 86_400_000
/** Some hundred frames a camera and day tell what is to be told. */
const framesAnHour = 30
const atOnce = 8
/** A message is filed under the time at which it was sent, a few seconds after its frames. */
const sentWithinMs = 60_000
/** What a device sends of what it sees at all is above its threshold; less sure ones are no objects. */
const leastConfidence = 0.3

interface Chosen {
  readonly frame: Frame
  readonly manifest: FrameManifest
}

/**
 * Describes a day's frames of each camera: those that were taken at regular distances, whatever the model saw. The same frames
 * give the same bytes; done again after later nights, it takes in what they added.
 *
 * @param day UTC
 * @returns How many frames were described
 */
export async function describeFrames(ports: DescribePorts, site: Id, timeZone: string, day: string): Promise<number> {
  const from = `${day}T00:00:00.000Z`
  const to = new Date(Date.parse(from) + dayMs).toISOString()
  let count = 0
  for (const { id: camera } of await ports.fleet.cameras(site)) {
    const chosen = await chooseFrames(ports, { site, camera, from, to })
    if (chosen.length === 0) continue
    const described: DescribedFrame[] = []
    for (const [, ofRecording] of Map.groupBy(chosen, ({ manifest }) => manifest.recording)) {
      described.push(...(await describeRecording(ports, timeZone, ofRecording)))
    }
    await ports.quality.saveFrames(
      site,
      camera,
      day,
      described.sort((a, b) => (a.at < b.at || (a.at === b.at && a.frame < b.frame) ? -1 : 1)),
    )
    count += described.length
  }
  return count
}

async function chooseFrames(ports: DescribePorts, range: { site: Id; camera: Id; from: string; to: string }): Promise<Chosen[]> {
  const recordings: Id[] = []
  for await (const { recording, frames = 0 } of ports.recordingWork.all(range.site, range)) if (frames > 0) recordings.push(recording)
  const found = new Map<string, Chosen>()
  await inParallel(recordings, atOnce, async (recording) => {
    const manifest = await ports.frames.manifest(recording)
    for (const frame of manifest?.frames ?? []) if (manifest !== undefined && isUnbiased(frame)) found.set(frame.id, { frame, manifest })
  })
  const byHour = Map.groupBy(found.values(), ({ frame }) => frame.at.slice(0, 13))
  return [...byHour]
    .sort()
    .flatMap(([, ofHour]) => ofHour.sort((a, b) => (lotOf(a.frame) < lotOf(b.frame) ? -1 : 1)).slice(0, framesAnHour))
}

/** Frames that were taken because something was seen would always show what is seen. */
function isUnbiased({ reasons }: Frame): boolean {
  return reasons.includes('sparse') || reasons.includes('keyframe')
}

async function describeRecording(ports: DescribePorts, timeZone: string, chosen: readonly Chosen[]): Promise<DescribedFrame[]> {
  const manifest = chosen[0]?.manifest
  if (manifest === undefined) return []
  const { site, camera, recording, startedAt, endedAt } = manifest
  const messages = []
  const to = new Date(Date.parse(endedAt) + sentWithinMs).toISOString()
  for await (const { message } of ports.inferences.read({ site, camera, from: startedAt, to })) messages.push(message)
  const seenOn = sightingsOf(manifest, messages)
  const described: DescribedFrame[] = []
  await inParallel(chosen, atOnce, async ({ frame }) => {
    const jpeg = await ports.frames.read(frame.id)
    if (jpeg === undefined) return
    const objects = seenOn(frame).filter(({ confidence }) => confidence >= leastConfidence)
    const crops = await ports.describePicture(jpeg, objects)
    const localHour = Number(wallClock(new Date(frame.at), timeZone).time.slice(0, 2))
    described.push({ frame: frame.id, recording, at: frame.at, localHour, likeness: frame.likeness, crops: [...crops] })
  })
  return described
}

function lotOf({ id }: Frame): string {
  return createHash('sha256').update(`described\n${id}`).digest('hex')
}
