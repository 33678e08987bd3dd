import type { Playhead } from './playhead.ts'

/** Into the frame rather than onto its edge, where rounding decides which side one lands on. */
const insideMs = 1

/** Shows the frame of a time; resolves when the playhead knows of it. */
export async function seekTo(video: HTMLVideoElement, playhead: Playhead, ms: number): Promise<void> {
  const end = Number.isFinite(video.duration) ? video.duration * 1000 : ms
  const wanted = Math.max(0, Math.min(ms + insideMs, end - insideMs)) / 1000
  if (wanted === video.currentTime) return
  const before = playhead.read()
  const arrived = new Promise<void>((resolve) => video.addEventListener('seeked', () => resolve(), { once: true }))
  video.currentTime = wanted
  await arrived
  await settle(video, playhead, before)
}

/** One frame back: just before the begin of this frame the one before is shown, however long either lasts. */
export async function stepBack(video: HTMLVideoElement, playhead: Playhead): Promise<void> {
  const ms = playhead.read() ?? video.currentTime * 1000
  if (ms > insideMs) await seekTo(video, playhead, ms - 2 * insideMs)
}

const mostSteps = 40

/**
 * One frame on. How long a frame lasts is not known beforehand (cameras send them as it suits them), so it feels its way
 * forward in halves of the usual length until another frame shows.
 *
 * @param usualMs How long a frame usually lasts
 */
export async function stepOn(video: HTMLVideoElement, playhead: Playhead, usualMs: number): Promise<void> {
  const from = playhead.read() ?? video.currentTime * 1000
  for (let step = 1; step <= mostSteps; step++) {
    const wanted = from + (step + 0.2) * (usualMs / 2)
    if (wanted >= video.duration * 1000) return
    await seekTo(video, playhead, wanted)
    if (playhead.read() !== from) return
  }
}

/** A hidden page is told of no frame at all. */
const longestWaitMs = 2_000
/** The news of a frame comes within so many paintings, also where a browser does not let one look. */
const usualPaintings = 4

/**
 * A frame is told of when it is painted, which on a busy device is some time after it was found: waits until both are the same.
 * As long as that is the frame of before, another may still be on its way.
 */
async function settle(video: HTMLVideoElement, playhead: Playhead, before: number | undefined): Promise<void> {
  const until = performance.now() + longestWaitMs
  for (let painting = 0; performance.now() < until; painting++) {
    const found = foundMs(video)
    const shown = playhead.read()
    const isPainted = found !== undefined && Math.abs(found - (shown ?? Number.NaN)) < insideMs
    if (isPainted && shown !== before) return
    if (painting >= usualPaintings && (isPainted || found === undefined)) return
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
}

/** The time of the frame that the video stands at; undefined where a page may not know. */
function foundMs(video: HTMLVideoElement): number | undefined {
  try {
    const frame = new VideoFrame(video)
    const ms = frame.timestamp / 1000
    frame.close()
    return ms
  } catch {
    return undefined
  }
}
