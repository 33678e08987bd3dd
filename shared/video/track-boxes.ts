import { type Box, BrokenBoxes, boxesIn, findBox } from './boxes.ts'
import { limits } from './limits.ts'

/** What the index of an MP4 says about its video track, held against the limits. */
export interface VideoTrack {
  readonly id: number
  readonly timescale: number
  readonly width: number
  readonly height: number
  /** Clockwise; pictures are turned by so much to be seen. */
  readonly rotation: 0 | 90 | 180 | 270
  /** Listed in the index; fragments come on top. */
  readonly samples: number
}

/** The first video track of `moov`. Undefined where there is none. @throws BrokenBoxes */
export function readVideoTrack(bytes: Buffer, moov: Box): VideoTrack | undefined {
  checkSeconds(bytes, findBox(bytes, moov, 'mvhd'))
  const tracks = boxesIn(bytes, moov.start, moov.end).filter(({ type }) => type === 'trak')
  if (tracks.length > limits.tracks) throw new BrokenBoxes(`It has ${tracks.length} tracks.`)
  const videos = tracks.filter((track) => handlerOf(bytes, track) === 'vide').map((track) => readTrack(bytes, track))
  return videos[0]
}

function handlerOf(bytes: Buffer, track: Box): string | undefined {
  const handler = findBox(bytes, track, 'mdia', 'hdlr')
  return handler && bytes.toString('latin1', handler.start + 8, handler.start + 12)
}

function readTrack(bytes: Buffer, track: Box): VideoTrack {
  const need = (...path: readonly string[]) => {
    const box = findBox(bytes, track, ...path)
    if (box === undefined) throw new BrokenBoxes(`Its index has no ${path.at(-1)}.`)
    return box
  }
  const header = need('tkhd')
  const isLong = bytes[header.start] === 1
  const mediaHeader = need('mdia', 'mdhd')
  const timescale = checkSeconds(bytes, mediaHeader)
  const table = need('mdia', 'minf', 'stbl')
  const sizes = need('mdia', 'minf', 'stbl', 'stsz')
  const durations = need('mdia', 'minf', 'stbl', 'stts')
  checkTables(bytes, table)
  const samples = number32(bytes, sizes, 8)
  if (samples > limits.frames) throw new BrokenBoxes(`It claims ${samples} pictures.`)
  checkSum(bytes, durations, timescale)
  return {
    id: number32(bytes, header, isLong ? 20 : 12),
    timescale,
    ...checkSizes(bytes, need('mdia', 'minf', 'stbl', 'stsd')),
    rotation: rotationOf(bytes, header.start + (isLong ? 52 : 40), header.end),
    samples,
  }
}

/** The timescale of `mvhd` or `mdhd`. */
function checkSeconds(bytes: Buffer, header: Box | undefined): number {
  if (header === undefined) throw new BrokenBoxes('Its index has no header.')
  const isLong = bytes[header.start] === 1
  const timescale = number32(bytes, header, isLong ? 20 : 12)
  if (timescale === 0) throw new BrokenBoxes('Its timescale is 0.')
  const [high, low] = isLong ? [number32(bytes, header, 24), number32(bytes, header, 28)] : [0, number32(bytes, header, 16)]
  const isUnknown = low === 0xffff_ffff && (!isLong || high === 0xffff_ffff)
  if (!isUnknown) checkDuration((high * 2 ** 32 + low) / timescale)
  return timescale
}

export function checkDuration(seconds: number): void {
  if (seconds > limits.seconds) throw new BrokenBoxes(`It is ${Math.round(seconds / 3600)} h long; at most 4 h are read.`)
}

const entryBytes: Readonly<Record<string, number>> = { stts: 8, ctts: 8, stsc: 12, stco: 4, co64: 8, stss: 4 }

/** A table that claims more entries than it has room for. */
function checkTables(bytes: Buffer, table: Box): void {
  for (const box of boxesIn(bytes, table.start, table.end)) {
    const each = entryBytes[box.type]
    if (each !== undefined && 8 + number32(bytes, box, 4) * each > box.end - box.start)
      throw new BrokenBoxes(`Its table ${box.type} claims ${number32(bytes, box, 4)} entries, more than there are.`)
    const isListed = box.type === 'stsz' && number32(bytes, box, 4) === 0
    if (isListed && 12 + number32(bytes, box, 8) * 4 > box.end - box.start)
      throw new BrokenBoxes(`Its table stsz claims ${number32(bytes, box, 8)} pictures, more than there are.`)
  }
}

/** Counts and durations can be repeated by a few bytes, so the sum is what counts. */
function checkSum(bytes: Buffer, durations: Box, timescale: number): void {
  let [count, time] = [0, 0]
  for (let entry = 0; entry < number32(bytes, durations, 4); entry++) {
    const repeated = number32(bytes, durations, 8 + entry * 8)
    count += repeated
    time += repeated * number32(bytes, durations, 12 + entry * 8)
  }
  if (count > limits.frames) throw new BrokenBoxes(`It claims ${count} pictures.`)
  checkDuration(time / timescale)
}

/** Of every sample description: the picture can change between them. */
function checkSizes(bytes: Buffer, descriptions: Box): { width: number; height: number } {
  const sizes = boxesIn(bytes, descriptions.start + 8, descriptions.end).map((entry) => ({
    width: number16(bytes, entry, 24),
    height: number16(bytes, entry, 26),
  }))
  for (const { width, height } of sizes) {
    const isBearable = width >= 1 && height >= 1 && width <= limits.side && height <= limits.side && width * height <= limits.pixels
    if (!isBearable) throw new BrokenBoxes(`Its pictures are ${width} × ${height}; at most ${limits.side} a side are decoded.`)
  }
  const [first] = sizes
  if (first === undefined) throw new BrokenBoxes('Its index does not say how it is coded.')
  return first
}

function rotationOf(bytes: Buffer, matrix: number, end: number): VideoTrack['rotation'] {
  if (matrix + 36 > end) return 0
  const [right, down] = [bytes.readInt32BE(matrix), bytes.readInt32BE(matrix + 4)]
  if (Math.abs(right) >= Math.abs(down)) return right < 0 ? 180 : 0
  return down > 0 ? 90 : 270
}

export function number32(bytes: Buffer, box: Box, offset: number): number {
  if (box.start + offset + 4 > box.end) throw new BrokenBoxes(`Its box ${box.type} is too short.`)
  return bytes.readUInt32BE(box.start + offset)
}

function number16(bytes: Buffer, box: Box, offset: number): number {
  if (box.start + offset + 2 > box.end) throw new BrokenBoxes(`Its box ${box.type} is too short.`)
  return bytes.readUInt16BE(box.start + offset)
}
