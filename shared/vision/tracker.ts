import { type Box, iou } from '../domain/box.ts'
import type { Detection } from '../domain/detection.ts'

export interface TrackerOptions {
  /** Least overlap of two boxes that are the same thing. Default: 0.3. */
  readonly minIou?: number
  /** How long a thing may be hidden and keep its number. Default: 1000. */
  readonly maxGapMs?: number
}

export interface Tracker {
  /** The same detections, each with the number of its thing. Times rise from call to call. */
  track(detections: readonly Detection[], atMs: number): Detection[]
}

interface Track {
  readonly number: number
  readonly label: string
  box: Box
  /** Fractions of the picture per millisecond. */
  speedX: number
  speedY: number
  seenAtMs: number
}

/** Gives things numbers that stay from frame to frame: pairs are made label by label, the largest overlap first. */
export function createTracker({ minIou = 0.3, maxGapMs = 1000 }: TrackerOptions = {}): Tracker {
  let tracks: Track[] = []
  let nextNumber = 1

  return {
    track: (detections, atMs) => {
      tracks = tracks.filter((track) => atMs - track.seenAtMs <= maxGapMs)
      const pairs = detections
        .flatMap((detection, index) => tracks.filter(({ label }) => label === detection.label).map((track) => ({ index, track })))
        .map((pair) => ({ ...pair, overlap: overlapOf(pair.track, (detections[pair.index] as Detection).box, atMs) }))
        .filter(({ overlap }) => overlap >= minIou)
        .sort((a, b) => b.overlap - a.overlap)
      const trackOf = new Map<number, Track>()
      const taken = new Set<Track>()
      for (const { index, track } of pairs) {
        if (trackOf.has(index) || taken.has(track)) continue
        trackOf.set(index, track)
        taken.add(track)
      }
      return detections.map((detection, index) => ({ ...detection, track: follow(trackOf.get(index), detection, atMs) }))
    },
  }

  function follow(track: Track | undefined, { label, box }: Detection, atMs: number): number {
    if (track === undefined) {
      tracks.push({ number: nextNumber, label, box, speedX: 0, speedY: 0, seenAtMs: atMs })
      return nextNumber++
    }
    const passedMs = Math.max(1, atMs - track.seenAtMs)
    track.speedX = (centreX(box) - centreX(track.box)) / passedMs
    track.speedY = (centreY(box) - centreY(track.box)) / passedMs
    track.box = box
    track.seenAtMs = atMs
    return track.number
  }
}

/** A thing may have stopped or gone on as fast as before; what fits better counts. */
function overlapOf(track: Track, box: Box, atMs: number): number {
  const passedMs = atMs - track.seenAtMs
  const moved = { ...track.box, left: track.box.left + track.speedX * passedMs, top: track.box.top + track.speedY * passedMs }
  return Math.max(iou(track.box, box), iou(moved, box))
}

const centreX = (box: Box) => box.left + box.width / 2
const centreY = (box: Box) => box.top + box.height / 2
