import { open } from 'node:fs/promises'
import { boxesIn, findBox } from './boxes.ts'

/** The index of an MP4 file: its box `moov` whole, and where in the file that stands. */
export interface WrittenIndex {
  readonly bytes: Uint8Array
  readonly position: number
}

/**
 * Sets the times of creation and change in the index of an MP4 file to 0, which says that they are not known
 * (ISO/IEC 14496-12, 8.2.2): whatever else is the same gives the same bytes at any time.
 */
export async function clearTimes(file: string, { bytes, position }: WrittenIndex): Promise<void> {
  const index = Buffer.from(bytes)
  const [movie] = boxesIn(index, 0, index.length)
  for (const track of boxesIn(index, movie!.start, movie!.end)) {
    const heads = [track.type === 'mvhd' ? track : undefined]
    if (track.type === 'trak') heads.push(findBox(index, track, 'tkhd'), findBox(index, track, 'mdia', 'mdhd'))
    // A byte for the version, three of flags, then both times: 32 bits each in version 0, 64 in version 1.
    for (const head of heads) if (head !== undefined) index.fill(0, head.start + 4, head.start + 4 + (index[head.start] === 1 ? 16 : 8))
  }
  const handle = await open(file, 'r+')
  try {
    await handle.write(index, 0, index.length, position)
  } finally {
    await handle.close()
  }
}
