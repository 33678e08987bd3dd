/** What the head of a fragmented MP4 says about its one track. */
export interface Track {
  /** `avc1`, `hev1`, `hvc1`, `raw ` … */
  readonly sampleEntry: string
  readonly timescale: number
  readonly width: number
  readonly height: number
  /** `avcC` or `hvcC`, empty where there is none. */
  readonly description: Uint8Array
}

export interface Sample {
  readonly data: Uint8Array
  readonly ptsMs: number
  readonly durationMs: number
  readonly isKey: boolean
}

export interface FragmentListener {
  onTrack(track: Track): void
  onSample(sample: Sample): void
}

interface SampleHead {
  readonly size: number
  readonly duration: number
  readonly offset: number
  readonly flags: number
}

const maxBoxBytes = 256 * 1024 * 1024
const notSyncFlag = 0x10000

/** Reads a fragmented MP4 of one track as it comes through a pipe (ISO/IEC 14496-12, sections 8.1 to 8.8). */
export function createFragmentReader(listener: FragmentListener): (chunk: Uint8Array) => void {
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  let neededBytes = 8
  let track: Track | undefined
  let fragment: { heads: SampleHead[]; dts: number } | undefined
  let sourceMs: number | undefined

  return (chunk) => {
    waiting.push(chunk)
    waitingBytes += chunk.length
    if (waitingBytes < neededBytes) return
    let bytes = Buffer.concat(waiting)
    neededBytes = 8
    while (bytes.length >= 8) {
      const size = bytes.readUInt32BE(0)
      if (size < 8 || size > maxBoxBytes) throw new RangeError(`A box of ${size} bytes came from the decoder.`)
      neededBytes = size
      if (bytes.length < size) break
      readBox(bytes.toString('latin1', 4, 8), bytes.subarray(8, size))
      bytes = bytes.subarray(size)
      neededBytes = 8
    }
    waiting = [bytes]
    waitingBytes = bytes.length
  }

  function readBox(type: string, content: Buffer): void {
    if (type === 'moov') {
      track = readTrack(content)
      listener.onTrack(track)
    }
    if (type === 'prft') sourceMs = readSourceTime(content)
    if (type === 'moof') fragment = readFragment(content)
    if (type === 'mdat' && track !== undefined && fragment !== undefined) readSamples(track.timescale, fragment, content)
  }

  function readSamples(timescale: number, { heads, dts: first }: { heads: SampleHead[]; dts: number }, content: Buffer): void {
    let [position, dts] = [0, first]
    const ms = (time: number) => (time * 1000) / timescale
    // The file's own times begin with its first picture; two outputs of one camera need not begin with the same.
    const shiftMs = sourceMs === undefined ? 0 : sourceMs - ms(first + (heads[0]?.offset ?? 0))
    for (const { size, duration, offset, flags } of heads) {
      const data = new Uint8Array(content.subarray(position, position + size))
      const isKey = (flags & notSyncFlag) === 0
      listener.onSample({ data, ptsMs: ms(dts + offset) + shiftMs, durationMs: ms(duration), isKey })
      position += size
      dts += duration
    }
  }
}

function readTrack(moov: Buffer): Track {
  const media = find(moov, 'trak', 'mdia')
  const header = find(media, 'mdhd')
  const descriptions = find(media, 'minf', 'stbl', 'stsd')
  const entry = descriptions.subarray(8)
  // A VisualSampleEntry has 78 bytes of its own before the boxes in it.
  const inner = entry.subarray(8 + 78, entry.readUInt32BE(0))
  return {
    sampleEntry: entry.toString('latin1', 4, 8),
    timescale: header.readUInt32BE(header[0] === 1 ? 20 : 12),
    width: entry.readUInt16BE(8 + 24),
    height: entry.readUInt16BE(8 + 26),
    description: new Uint8Array(findOrEmpty(inner, 'avcC') ?? findOrEmpty(inner, 'hvcC') ?? []),
  }
}

/** Producer reference time, for which ffmpeg writes the presentation time of the source as seconds since 1900 (`-write_prft pts`). */
function readSourceTime(prft: Buffer): number {
  const secondsTo1970 = 2_208_988_800
  return (prft.readUInt32BE(8) - secondsTo1970 + prft.readUInt32BE(12) / 2 ** 32) * 1000
}

function readFragment(moof: Buffer): { heads: SampleHead[]; dts: number } {
  const traf = find(moof, 'traf')
  const defaults = readDefaults(find(traf, 'tfhd'))
  const time = find(traf, 'tfdt')
  const dts = time[0] === 1 ? Number(time.readBigUInt64BE(4)) : time.readUInt32BE(4)
  return { heads: readRun(find(traf, 'trun'), defaults), dts }
}

function readDefaults(tfhd: Buffer): Omit<SampleHead, 'offset'> {
  const present = tfhd.readUInt32BE(0) & 0xffffff
  let position = 8 + (present & 0x1 ? 8 : 0) + (present & 0x2 ? 4 : 0)
  const next = (flag: number) => {
    if (!(present & flag)) return 0
    position += 4
    return tfhd.readUInt32BE(position - 4)
  }
  return { duration: next(0x8), size: next(0x10), flags: next(0x20) }
}

function readRun(trun: Buffer, defaults: Omit<SampleHead, 'offset'>): SampleHead[] {
  const present = trun.readUInt32BE(0) & 0xffffff
  const count = trun.readUInt32BE(4)
  let position = 8 + (present & 0x1 ? 4 : 0)
  const next = (flag: number, otherwise: number) => {
    if (!(present & flag)) return otherwise
    position += 4
    return trun.readUInt32BE(position - 4)
  }
  const firstFlags = next(0x4, defaults.flags)
  return Array.from({ length: count }, (_, index) => ({
    duration: next(0x100, defaults.duration),
    size: next(0x200, defaults.size),
    flags: next(0x400, index === 0 ? firstFlags : defaults.flags),
    // Signed in version 1; in version 0 only numbers occur that read the same.
    offset: next(0x800, 0) | 0,
  }))
}

function find(content: Buffer, ...path: readonly string[]): Buffer {
  return path.reduce((inside, type) => {
    const found = findOrEmpty(inside, type)
    if (found === undefined) throw new RangeError(`The box ${path.join('/')} is missing.`)
    return found
  }, content)
}

function findOrEmpty(content: Buffer, type: string): Buffer | undefined {
  for (let position = 0; position + 8 <= content.length; ) {
    const size = content.readUInt32BE(position)
    if (size < 8) return undefined
    if (content.toString('latin1', position + 4, position + 8) === type) return content.subarray(position + 8, position + size)
    position += size
  }
  return undefined
}
