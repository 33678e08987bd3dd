import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { Fault } from '../../shared/domain/faults.ts'
import type { VideoEngine, VideoFrame, VideoSource, VideoStream } from '../video/video-engine.ts'

const size = { width: 1280, height: 1280, fit: 'inside' as const }
const jpegQuality = 82
/** A camera sends a whole picture every few seconds only; whoever asks over the hub waits half a minute at most. */
const patienceMs = 15_000

/**
 * Opens a source, takes its first picture and lets go of it: so that a person sees whether an address is right before
 * they set a camera up with it.
 *
 * @returns JPEG
 * @throws Fault `video-lost`, `video-unreadable` with what the decoder said
 */
export async function trySource(engine: VideoEngine, source: VideoSource): Promise<Uint8Array> {
  const patience = new AbortController()
  let stream: VideoStream | undefined
  const first = new Promise<VideoFrame>((resolve, reject) => {
    const listener = { onStart: () => {}, onPacket: () => {}, onFrame: resolve, onEnd: reject }
    stream = engine.openStream(source, { picture: size, framesPerSecond: 1 }, listener)
  })
  const late = sleep(patienceMs, undefined, { signal: patience.signal }).then(() => {
    throw new Fault('video-lost', `No picture within ${patienceMs / 1000} seconds.`)
  })
  // Whichever of the two comes second has nobody who waits for it.
  for (const one of [first, late]) one.catch(() => {})
  try {
    const { rgb, width, height } = await Promise.race([first, late])
    return await sharp(rgb, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: jpegQuality })
      .toBuffer()
  } finally {
    patience.abort()
    await stream?.close()
  }
}
