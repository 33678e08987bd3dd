import { withMp4 } from './open-mp4.ts'

export interface VideoFacts {
  /** `avc`, `hevc` … */
  readonly codec: string
  /** As RFC 6381 writes it, e.g. `avc1.64001e`. */
  readonly codecString: string
  /** As coded; with a rotation of 90 or 270 the picture that people see has them the other way round. */
  readonly width: number
  readonly height: number
  readonly rotation: 0 | 90 | 180 | 270
  readonly durationMs: number
  readonly frames: number
  /** The mean, for video of variable frame rate, too. */
  readonly framesPerSecond: number
}

/**
 * What an MP4 file says about its video, without decoding, in about a millisecond.
 *
 * @throws Fault `video-unreadable` with the reason, for files over the limits as well
 */
export async function probeVideo(file: string): Promise<VideoFacts> {
  return withMp4(file, async ({ track, inspection: { frames } }) => {
    const durationMs = ((await track.computeDuration()) - (await track.getFirstTimestamp())) * 1000
    return {
      codec: (await track.getCodec()) ?? 'unknown',
      codecString: (await track.getCodecParameterString()) ?? 'unknown',
      width: await track.getCodedWidth(),
      height: await track.getCodedHeight(),
      rotation: await track.getRotation(),
      durationMs,
      frames,
      framesPerSecond: durationMs > 0 ? (frames * 1000) / durationMs : 0,
    }
  })
}

/**
 * Times of the key frames in ms after the first frame, ascending: where playing and cutting can begin.
 *
 * @throws Fault `video-unreadable`
 */
export async function listKeyFrames(file: string): Promise<number[]> {
  return withMp4(file, async ({ track, sink }) => {
    const first = await track.getFirstTimestamp()
    const times: number[] = []
    const options = { metadataOnly: true }
    for (let packet = await sink.getFirstKeyPacket(options); packet !== null; packet = await sink.getNextKeyPacket(packet, options))
      times.push((packet.timestamp - first) * 1000)
    return times
  })
}

/**
 * Times of all frames in ms after the first frame, ascending, and which of them are key frames.
 *
 * @throws Fault `video-unreadable`
 */
export async function listFrames(file: string): Promise<{ ptsMs: number; isKey: boolean }[]> {
  return withMp4(file, async ({ sink }) => {
    const frames: { ptsMs: number; isKey: boolean }[] = []
    for await (const { timestamp, type } of sink.packets(undefined, undefined, { metadataOnly: true }))
      frames.push({ ptsMs: timestamp * 1000, isKey: type === 'key' })
    frames.sort((a, b) => a.ptsMs - b.ptsMs)
    const first = frames[0]?.ptsMs ?? 0
    return frames.map(({ ptsMs, isKey }) => ({ ptsMs: ptsMs - first, isKey }))
  })
}
