import { type EncodedPacket, EncodedVideoPacketSource, FilePathTarget, Mp4OutputFormat, Output } from 'mediabunny'
import { Fault } from '../domain/faults.ts'
import { clearTimes, type WrittenIndex } from './clear-times.ts'
import { type OpenMp4, withMp4 } from './open-mp4.ts'

/** A file and when its first frame is shown, on a clock that all segments of a clip share: ms since 1970, for example. */
export interface Segment {
  readonly file: string
  readonly startsAtMs: number
}

export interface Clip {
  /** Of its first and after its last frame, on the clock of the segments. The start is the key frame at or before the wanted one. */
  readonly startsAtMs: number
  readonly endsAtMs: number
  readonly frames: number
}

/** A clip that is being written. */
interface Writing {
  readonly output: Output
  readonly source: EncodedVideoPacketSource
  /** Known when the output is finished. */
  index?: WrittenIndex
}

/** What segments must have in common to be one track. */
interface Coding {
  readonly config: VideoDecoderConfig
  readonly rotation: 0 | 90 | 180 | 270
}

/**
 * Cuts an interval out of one or several consecutive MP4 files into one MP4 file, without decoding or coding anything:
 * its frames decode to the same bits as in the files that they come from. It begins with the key frame at or before
 * `fromMs` (nothing else can be decoded) and holds every frame shown before `toMs`. Where segments leave a gap, the
 * frame before it stays. A segment without a picture in the interval adds nothing. The same call gives the same bytes.
 *
 * @param segments Ascending by `startsAtMs`
 * @param fromMs inclusive, on the clock of the segments
 * @param toMs exclusive
 * @param target File to write; the caller removes it, after a fault as well
 * @throws Fault `video-unreadable` where a file cannot be read, no frame lies in the interval, or the segments are not coded alike
 */
export async function clipVideo(segments: readonly Segment[], fromMs: number, toMs: number, target: string): Promise<Clip> {
  if (!Number.isFinite(fromMs) || !Number.isFinite(toMs) || toMs <= fromMs)
    throw new Fault('input-invalid', `An interval must have an end after its start: ${fromMs} to ${toMs}.`)
  let started: Writing | undefined
  let coding: Coding | undefined
  let clip: Clip | undefined
  try {
    for (const segment of segments) {
      await withMp4(segment.file, async (mp4) => {
        const found = await packetsWithin(mp4, fromMs - segment.startsAtMs, toMs - segment.startsAtMs)
        if (found.packets.length === 0) return
        coding = await sameCoding(mp4, coding, segment.file)
        started ??= await start(target, mp4, coding)
        const { source } = started
        const firstShownAtMs = Math.min(...found.packets.map(({ timestamp }) => timestamp * 1000)) + segment.startsAtMs - found.firstMs
        const startsAtMs: number = clip?.startsAtMs ?? firstShownAtMs
        let { endsAtMs, frames }: Clip = clip ?? { startsAtMs, endsAtMs: startsAtMs, frames: 0 }
        // Starts are rounded to milliseconds: a segment must not begin before the last frame of the one before has ended.
        const offsetMs = segment.startsAtMs - found.firstMs + Math.max(0, endsAtMs - firstShownAtMs)
        for (const packet of found.packets) {
          const shownAtMs = packet.timestamp * 1000 + offsetMs
          const timestamp = Math.max(0, (shownAtMs - startsAtMs) / 1000)
          await source.add(packet.clone({ timestamp }), { decoderConfig: coding.config })
          endsAtMs = Math.max(endsAtMs, shownAtMs + packet.duration * 1000)
          frames++
        }
        clip = { startsAtMs, endsAtMs, frames }
      })
    }
    if (clip === undefined) throw new Fault('video-unreadable', 'No frame lies in the interval.')
    await started?.output.finalize()
    if (started?.index !== undefined) await clearTimes(target, started.index)
    return clip
  } catch (error) {
    await started?.output.cancel()
    throw error
  }
}

/** Not before there is something to write: a target opens its file at once, and one that was never started is never closed. */
async function start(target: string, mp4: OpenMp4, { rotation }: Coding): Promise<Writing> {
  const codec = await mp4.track.getCodec()
  if (codec === null) throw new Fault('video-unreadable', 'Its codec is not known.')
  const onMoov = (bytes: Uint8Array, position: number) => {
    writing.index = { bytes, position }
  }
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory', onMoov }), target: new FilePathTarget(target) })
  const writing: Writing = { output, source: new EncodedVideoPacketSource(codec) }
  output.addVideoTrack(writing.source, { rotation })
  await output.start()
  return writing
}

/** Packets in decoding order from the key frame on which the interval's first frame rests. Times are those of the file. */
async function packetsWithin(
  { track, sink }: OpenMp4,
  fromMs: number,
  toMs: number,
): Promise<{ packets: EncodedPacket[]; firstMs: number }> {
  const first = await track.getFirstTimestamp()
  const [from, to] = [first + fromMs / 1000, first + toMs / 1000]
  const key = (await sink.getKeyPacket(from)) ?? (await sink.getFirstKeyPacket())
  if (key === null || key.timestamp >= to || (await track.computeDuration()) <= from) return { packets: [], firstMs: first * 1000 }
  const packets: EncodedPacket[] = []
  let wanted = 0
  let latest = Number.NEGATIVE_INFINITY
  for await (const packet of sink.packets(key)) {
    if (packet.type === 'key' && packet.timestamp >= to) break
    // Pictures shown before the first key frame may lean on what is not in the clip.
    if (packet.timestamp < key.timestamp) continue
    packets.push(packet)
    // Later pictures are kept where earlier ones lean on them, and then none between them may be missing.
    if (packet.timestamp < to || packet.timestamp < latest) {
      wanted = packets.length
      latest = Math.max(latest, ...packets.slice(-32).map(({ timestamp }) => timestamp))
    } else if (packets.length - wanted > 32) break
  }
  return { packets: packets.slice(0, wanted), firstMs: first * 1000 }
}

async function sameCoding({ track }: OpenMp4, known: Coding | undefined, file: string): Promise<Coding> {
  const config = await track.getDecoderConfig()
  if (config === null) throw new Fault('video-unreadable', `${file} does not say how it is coded.`)
  const coding: Coding = { config, rotation: await track.getRotation() }
  if (known !== undefined && fingerprint(known) !== fingerprint(coding))
    throw new Fault('video-unreadable', 'The recordings of this interval are not coded alike; ask for a shorter one.')
  return known ?? coding
}

function fingerprint({ config, rotation }: Coding): string {
  const description = config.description === undefined ? '' : Buffer.from(config.description as Uint8Array).toString('hex')
  return `${config.codec} ${config.codedWidth}×${config.codedHeight} ${rotation} ${description}`
}
