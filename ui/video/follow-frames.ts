import type { OwnPlayhead } from './playhead.ts'

/**
 * Tells the playhead of every frame that reaches the screen, by the time that is written in the video. `currentTime` would
 * not do: it runs ahead of the picture, and after a seek it is the asked time, not that of the frame that was found.
 *
 * @returns ends it
 */
export function followFrames(video: HTMLVideoElement, playhead: OwnPlayhead): () => void {
  if (!('requestVideoFrameCallback' in HTMLVideoElement.prototype)) return followClock(video, playhead)
  let request = video.requestVideoFrameCallback(function onFrame(_, { mediaTime }) {
    playhead.moveTo(mediaTime * 1000)
    request = video.requestVideoFrameCallback(onFrame)
  })
  return () => video.cancelVideoFrameCallback(request)
}

/** For browsers that do not tell of frames: near enough to watch, not to the frame. */
function followClock(video: HTMLVideoElement, playhead: OwnPlayhead): () => void {
  let request = requestAnimationFrame(function onPaint() {
    if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) playhead.moveTo(video.currentTime * 1000)
    request = requestAnimationFrame(onPaint)
  })
  return () => cancelAnimationFrame(request)
}
