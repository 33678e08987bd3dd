import { type FileHandle, open } from 'node:fs/promises'

const parents = new Set(['moov', 'trak', 'mdia'])
// Each begins with a byte of version, three of flags, and the times at which it was made and changed.
const dated = new Set(['mvhd', 'tkhd', 'mdhd'])

/**
 * Takes out of an MP4 file when it was written: two files of the same pictures are then the same bytes.
 * ISO/IEC 14496-12: 0 stands for a time that nobody knows (8.2.2, 8.3.2, 8.4.2).
 */
export async function undateMp4(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    const { size } = await handle.stat()
    await undateBoxes(handle, 0, size)
  } finally {
    await handle.close()
  }
}

async function undateBoxes(handle: FileHandle, from: number, to: number): Promise<void> {
  for (let offset = from; offset + 16 <= to; ) {
    const head = await readAt(handle, offset, 16)
    const kind = head.toString('latin1', 4, 8)
    const size32 = head.readUInt32BE(0)
    // 1: the size follows in 64 bits; 0: it goes on to the end.
    const size = size32 === 1 ? Number(head.readBigUInt64BE(8)) : size32 === 0 ? to - offset : size32
    if (size < 8) return
    if (parents.has(kind)) await undateBoxes(handle, offset + 8, offset + size)
    if (dated.has(kind)) await handle.write(Buffer.alloc(head[8] === 1 ? 16 : 8), 0, undefined, offset + 12)
    offset += size
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  await handle.read(buffer, 0, length, position)
  return buffer
}
