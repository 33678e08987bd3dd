import { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input } from 'mediabunny'
import type { StreamInfo, StreamPacket } from '../../../edge/video/video-engine.ts'

/** The packets of a file in decoding order, as a camera would send them but at once. */
export async function packetsOf(file: string): Promise<{ info: StreamInfo; packets: StreamPacket[] }> {
  using input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(file) })
  const track = await input.getPrimaryVideoTrack()
  const config = await track?.getDecoderConfig()
  if (track === null || config == null) throw new Error(`${file} holds no video`)
  const packets: StreamPacket[] = []
  for await (const packet of new EncodedPacketSink(track).packets()) {
    const times = { ptsMs: packet.timestamp * 1000, durationMs: packet.duration * 1000 }
    packets.push({ ...times, data: packet.data, isKey: packet.type === 'key' })
  }
  const description = new Uint8Array(config.description as ArrayBuffer)
  return { info: { codec: 'avc', description, width: config.codedWidth ?? 0, height: config.codedHeight ?? 0, frameRate: 25 }, packets }
}
