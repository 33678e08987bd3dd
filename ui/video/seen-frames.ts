import type { LabelledBox } from '../picture/boxes.ts'

/** A clip as the API answers it, as far as times go. */
export interface ClipTimes {
  /** Of its first frame, and after its last. */
  readonly startedAt: string
  readonly endedAt: string
  readonly recordings: readonly { readonly id: string; readonly startedAt: string }[]
}

/** Frames as the API lists them, in batches. */
interface Inference {
  readonly frames: readonly {
    readonly at: string
    readonly recording?: string | undefined
    readonly ptsMs: number
    readonly width: number
    readonly height: number
    readonly detections: readonly LabelledBox[]
  }[]
}

/** A frame that the model looked at. */
export interface SeenFrame {
  /** When the clip shows it, in milliseconds from the clip's begin. */
  readonly clipMs: number
  /** When it was taken, by the device's clock. */
  readonly at: string
  readonly detections: readonly LabelledBox[]
}

/**
 * Puts what the model saw onto the time of a clip, oldest first.
 *
 * A frame says its time within its recording, and the clip says when that recording begins: this is exact. A frame that
 * lies in no recording of the clip has only the wall clock, which may be some frames off; the offset is there for it.
 */
export function placeFrames(inferences: readonly Inference[], clip: ClipTimes): SeenFrame[] {
  const clipStart = Date.parse(clip.startedAt)
  const starts = new Map(clip.recordings.map(({ id, startedAt }) => [id, Date.parse(startedAt) - clipStart]))
  return inferences
    .flatMap(({ frames }) => frames)
    .map(({ at, recording, ptsMs, detections }) => {
      const start = recording === undefined ? undefined : starts.get(recording)
      return { clipMs: start === undefined ? Date.parse(at) - clipStart : start + ptsMs, at, detections }
    })
    .sort((a, b) => a.clipMs - b.clipMs)
}

/** Times of clips and recordings are whole milliseconds, those of frames are not: what lies this near is the same frame. */
const sameFrameMs = 3
/** Where the model skips frames, a box stays at most this long. */
const longestHoldMs = 1_000

export interface ShownBoxes {
  readonly boxes: readonly LabelledBox[]
  /** They belong to an earlier frame: the model did not look at this one. */
  readonly isHeld: boolean
}

const nothing: ShownBoxes = { boxes: [], isHeld: false }

/**
 * The boxes of the frame that is shown.
 *
 * @param mediaMs Time of the shown frame within the clip
 * @param offsetMs How much later than their time boxes are shown
 */
export function boxesAt(frames: readonly SeenFrame[], mediaMs: number, offsetMs: number): ShownBoxes {
  const index = lastAt(frames, mediaMs - offsetMs + sameFrameMs)
  const frame = frames[index]
  if (frame === undefined) return nothing
  const age = mediaMs - offsetMs - frame.clipMs
  if (age <= sameFrameMs) return { boxes: frame.detections, isHeld: false }
  // A frame longer than the pause between the two looks before: by then the model would have looked again.
  const before = frames[index - 1]
  const usual = before === undefined ? longestHoldMs : (frame.clipMs - before.clipMs) * 1.5
  return age <= Math.min(usual, longestHoldMs) ? { boxes: frame.detections, isHeld: true } : nothing
}

/**
 * When the clip shows a moment that a device has told, in milliseconds of the clip. A device tells the time by its clock, a clip
 * by its frames; where the model looked at that very moment, both are known.
 */
export function clipMsOf(frames: readonly SeenFrame[], clip: ClipTimes, at: string): number {
  return frames.find((frame) => frame.at === at)?.clipMs ?? Date.parse(at) - Date.parse(clip.startedAt)
}

/** Index of the last frame at or before a time; −1 where there is none. */
function lastAt(frames: readonly SeenFrame[], ms: number): number {
  let [low, high] = [0, frames.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (frames[middle]!.clipMs <= ms) low = middle + 1
    else high = middle
  }
  return low - 1
}
