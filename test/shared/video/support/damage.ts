import { type Box, boxesIn, findBox } from '../../../../shared/video/boxes.ts'

/** Places in a file, by the path of its boxes; the last box of the path is the first of its type. */
export function boxAt(file: Buffer, ...path: readonly string[]): Box {
  const found = findBox(file, { type: 'file', start: 0, end: file.length }, ...path)
  if (found === undefined) throw new Error(`${path.join('/')} is missing`)
  return found
}

/** Boxes within `moov/trak` of the only track. */
export function tableOf(file: Buffer, type: string): Box {
  return boxAt(file, 'moov', 'trak', 'mdia', 'minf', 'stbl', type)
}

/** A copy with 32-bit numbers written at offsets of a box's content. */
export function withNumbers(file: Buffer, box: Box, numbers: Readonly<Record<number, number>>): Buffer {
  const copy = Buffer.from(file)
  for (const [offset, value] of Object.entries(numbers)) copy.writeUInt32BE(value >>> 0, box.start + Number(offset))
  return copy
}

export function withType(file: Buffer, box: Box, type: string): Buffer {
  const copy = Buffer.from(file)
  copy.write(type, box.start - 4, 'latin1')
  return copy
}

export function makeBox(type: string, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + body.length, 0)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}

/** The file with another `moov`; only for files that have it last, as nothing else moves then. */
export function withMoov(file: Buffer, content: (boxes: readonly Buffer[]) => readonly Uint8Array[]): Buffer {
  const moov = boxAt(file, 'moov')
  if (moov.end !== file.length) throw new Error('moov is not last')
  const boxes = boxesIn(file, moov.start, moov.end).map(({ start, end }) => file.subarray(start - 8, end))
  return Buffer.concat([file.subarray(0, moov.start - 8), makeBox('moov', ...content(boxes))])
}

/** Numbers in [0, 1), the same in every run. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
