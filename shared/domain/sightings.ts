import type { Box } from './box.ts'
import type { Frame, FrameManifest } from './frame.ts'
import type { InferenceMessage, ModelReference } from './messages.ts'

/** What the model saw on a frame, or must have seen between two analysed ones. */
export interface Seen {
  readonly label: string
  readonly box: Box
  readonly confidence: number
  readonly model: ModelReference
  readonly track: number | undefined
  readonly isInterpolated: boolean
}

/** An analysed frame counts as the very frame when it is nearer than half a frame's time at 25 a second. */
export const sameFrameMs = 20

/** A track that was not seen for longer may have been anywhere meanwhile. */
const maxGapMs = 1000

interface Sighting extends Omit<Seen, 'isInterpolated'> {
  /** Milliseconds after the recording's first frame. */
  readonly tMs: number
  /** Numbers of tracks begin anew with every start of a device. */
  readonly stream: string
}

/**
 * Where the model saw what, for any frame of a recording: as it is on frames that were analysed, interpolated along the
 * track between two of them, nothing before a track's first sighting and after its last.
 *
 * @param inferences Of the recording's camera, in any order, repeated or not
 */
export function sightingsOf(
  manifest: Pick<FrameManifest, 'recording' | 'startedAt'>,
  inferences: readonly Pick<InferenceMessage, 'device' | 'bootId' | 'seq' | 'model' | 'frames'>[],
): (frame: Pick<Frame, 'ptsMs'>) => readonly Seen[] {
  const sightings = sightingsInOrder(manifest, inferences)
  const times = analysedTimes(manifest, inferences)
  const byTime = Map.groupBy(sightings, ({ tMs }) => tMs)
  const tracked = sightings.filter(({ track }) => track !== undefined)
  const tracks = [...Map.groupBy(tracked, ({ stream, track, label }) => `${stream}\n${track}\n${label}`).values()]
  return ({ ptsMs }) => {
    const exactMs = nearest(times, ptsMs)
    const exact = (exactMs === undefined ? undefined : byTime.get(exactMs)) ?? []
    const between = tracks.flatMap((track) => {
      const next = firstAfter(track, ptsMs, ({ tMs }) => tMs)
      const after = track[next]
      const before = track[next - 1]
      if (before === undefined || after === undefined || after.tMs - before.tMs > maxGapMs) return []
      // Where the track was seen on this very frame, or a few milliseconds beside it, nothing is to be guessed.
      const isSeen = before.tMs === exactMs || after.tMs === exactMs
      return isSeen ? [] : [interpolate(before, after, ptsMs)]
    })
    return [...exact.map((sighting) => toSeen(sighting, sighting.box, false)), ...between]
  }
}

function sightingsInOrder(...[manifest, inferences]: Parameters<typeof sightingsOf>): Sighting[] {
  const messages = new Map(inferences.map((message) => [`${message.device}\n${message.bootId}\n${message.seq}`, message]))
  const sightings = [...messages]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, { device, bootId, model, frames }]) =>
      frames.flatMap((frame) =>
        frame.detections.map(({ label, box, confidence, track }): Sighting => {
          return { label, box, confidence, track, model, tMs: timeIn(manifest, frame), stream: `${device}\n${bootId}` }
        }),
      ),
    )
  return sightings.sort((a, b) => a.tMs - b.tMs)
}

function analysedTimes(...[manifest, inferences]: Parameters<typeof sightingsOf>): number[] {
  const times = inferences.flatMap(({ frames }) => frames.map((frame) => timeIn(manifest, frame)))
  return [...new Set(times)].sort((a, b) => a - b)
}

/** The device knows the presentation time of what it recorded; before a recording was begun for good, wall time must do. */
function timeIn({ recording, startedAt }: Parameters<typeof sightingsOf>[0], frame: InferenceMessage['frames'][number]): number {
  return frame.recording === recording ? frame.ptsMs : Date.parse(frame.at) - Date.parse(startedAt)
}

function nearest(times: readonly number[], tMs: number): number | undefined {
  const next = firstAfter(times, tMs, (time) => time)
  const [before, after] = [times[next - 1], times[next]]
  const near = [before, after].filter((time) => time !== undefined).filter((time) => Math.abs(time - tMs) < sameFrameMs)
  return near.sort((a, b) => Math.abs(a - tMs) - Math.abs(b - tMs))[0]
}

/** Number of the first that is later; as many as there are where none is. A day of inferences is too much to look through for each frame. */
function firstAfter<T>(sorted: readonly T[], tMs: number, timeOf: (item: T) => number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (timeOf(sorted[middle]!) > tMs) high = middle
    else low = middle + 1
  }
  return low
}

function interpolate(before: Sighting, after: Sighting, tMs: number): Seen {
  const share = (tMs - before.tMs) / (after.tMs - before.tMs)
  // Six digits are far below a pixel; without rounding the bytes of a label file would hang on the last bit.
  const mix = (a: number, b: number) => Math.round((a + (b - a) * share) * 1e6) / 1e6
  const box = {
    left: mix(before.box.left, after.box.left),
    top: mix(before.box.top, after.box.top),
    width: mix(before.box.width, after.box.width),
    height: mix(before.box.height, after.box.height),
  }
  return { ...toSeen(before, box, true), confidence: Math.min(before.confidence, after.confidence) }
}

function toSeen({ label, confidence, model, track }: Sighting, box: Box, isInterpolated: boolean): Seen {
  return { label, box, confidence, model, track, isInterpolated }
}
