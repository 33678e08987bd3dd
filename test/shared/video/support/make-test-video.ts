import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import {
  ALL_FORMATS,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  FilePathSource,
  FilePathTarget,
  Input,
  Mp4OutputFormat,
  Output,
} from 'mediabunny'
import { hasNodeAv } from '../../../../shared/video/find-engine.ts'

export interface TestVideo {
  readonly width?: number
  readonly height?: number
  readonly framesPerSecond?: number
  readonly frames?: number
  /** Frames from key frame to key frame. */
  readonly groupSize?: number
  readonly bFrames?: number
  readonly isOpenGop?: boolean
  /** `mpeg4` takes odd sizes, which H.264 in 4:2:0 does not. */
  readonly codec?: 'libx264' | 'mpeg4'
}

/** Writes an MP4 of a moving pattern; index first or last as its muxer likes, here last. Without B-frames unless asked for. */
export function makeTestVideo(file: string, plan: TestVideo = {}): void {
  const usual = { width: 160, height: 120, framesPerSecond: 25, frames: 50, groupSize: 10, bFrames: 0, isOpenGop: false, codec: 'libx264' }
  const script = fileURLToPath(new URL('./encode-process.ts', import.meta.url))
  execFileSync(process.execPath, [script], {
    input: JSON.stringify({ file, plan: { ...usual, ...plan }, engine: hasNodeAv() ? 'node-av' : 'ffmpeg' }),
    timeout: 60_000,
  })
}

export interface Repacking {
  readonly rotation?: 0 | 90 | 180 | 270
  /** Fragmented as the cameras' segments are, or with the index in front. Default: in front. */
  readonly isFragmented?: boolean
  /** Presentation time in seconds of the frame with this number; only for video without B-frames. */
  readonly secondsOf?: (index: number) => number
}

/** The same packets in another MP4. */
export async function repack(from: string, to: string, { rotation = 0, isFragmented = false, secondsOf }: Repacking): Promise<void> {
  const input = new Input({ source: new FilePathSource(from), formats: ALL_FORMATS })
  const track = await input.getPrimaryVideoTrack()
  if (track === null) throw new Error(`${from} has no video`)
  const format = new Mp4OutputFormat(isFragmented ? { fastStart: 'fragmented', minimumFragmentDuration: 0.2 } : { fastStart: 'in-memory' })
  const output = new Output({ format, target: new FilePathTarget(to) })
  const source = new EncodedVideoPacketSource((await track.getCodec()) ?? 'avc')
  output.addVideoTrack(source, { rotation })
  await output.start()
  const decoderConfig = (await track.getDecoderConfig()) ?? undefined
  let index = 0
  for await (const packet of new EncodedPacketSink(track).packets()) {
    const timestamp = secondsOf === undefined ? packet.timestamp : secondsOf(index)
    const duration = secondsOf === undefined ? packet.duration : secondsOf(index + 1) - timestamp
    await source.add(packet.clone({ timestamp, duration }), decoderConfig && { decoderConfig })
    index++
  }
  await output.finalize()
  input.dispose()
}

/** An empty folder that is gone after the test. */
export function temporaryFolder(test: Pick<TestContext, 'after'>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sightloop-video-'))
  test.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
