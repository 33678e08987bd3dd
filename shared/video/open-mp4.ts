import { EncodedPacketSink, FilePathSource, Input, type InputVideoTrack, MP4, QTFF } from 'mediabunny'
import { Fault } from '../domain/faults.ts'
import { type Inspection, inspectVideo } from './inspect-video.ts'

export interface OpenMp4 {
  readonly inspection: Extract<Inspection, { kind: 'readable' }>
  readonly track: InputVideoTrack
  readonly sink: EncodedPacketSink
}

/**
 * Opens the first video track of a file that was looked at before, so that a library which trusts what it reads is
 * shown no file that lies about its size.
 *
 * @throws Fault `video-unreadable` with the reason
 */
export async function withMp4<T>(file: string, use: (mp4: OpenMp4) => Promise<T>): Promise<T> {
  const inspection = inspectVideo(file)
  if (inspection.kind !== 'readable') throw new Fault('video-unreadable', inspection.reason)
  const input = new Input({ source: new FilePathSource(file), formats: [MP4, QTFF] })
  try {
    const track = await input.getPrimaryVideoTrack()
    if (track === null) throw new Fault('video-unreadable', 'There is no video track in it.')
    return await use({ inspection, track, sink: new EncodedPacketSink(track) })
  } catch (error) {
    if (error instanceof Fault) throw error
    throw new Fault('video-unreadable', error instanceof Error ? error.message : String(error), { cause: error })
  } finally {
    input.dispose()
  }
}
