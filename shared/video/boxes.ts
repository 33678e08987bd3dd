import { limits } from './limits.ts'

/** A box of ISO/IEC 14496-12: `start` and `end` are those of its content. */
export interface Box {
  readonly type: string
  readonly start: number
  readonly end: number
}

/** Says in words what is wrong with the structure of a file. */
export class BrokenBoxes extends Error {}

/**
 * The head of a box, or undefined where there is none: the size is impossible.
 *
 * @param end Where its parent ends; a size of 0 reaches until there
 */
export function readBoxHead(head: Buffer, position: number, end: number): Box | undefined {
  if (head.length < 8) return undefined
  const size = head.readUInt32BE(0)
  const type = head.toString('latin1', 4, 8)
  if (size === 0) return { type, start: position + 8, end }
  if (size !== 1) return size < 8 ? undefined : { type, start: position + 8, end: position + size }
  const long = head.length < 16 ? 0 : Number(head.readBigUInt64BE(8))
  return long < 16 || !Number.isSafeInteger(long) ? undefined : { type, start: position + 16, end: position + long }
}

/** The boxes within a part of a buffer. @throws BrokenBoxes */
export function boxesIn(bytes: Buffer, start: number, end: number): Box[] {
  const found: Box[] = []
  // Four bytes of zeros end the boxes of QuickTime's user data.
  for (let position = start; position + 8 <= end; ) {
    const box = readBoxHead(bytes.subarray(position, Math.min(position + 16, end)), position, end)
    if (box === undefined || box.end > end) throw new BrokenBoxes(`A box at ${position} of its index has an impossible size.`)
    found.push(box)
    position = box.end
  }
  return found
}

const containers = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'edts', 'dinf', 'mvex', 'udta', 'moof', 'traf', 'mfra', 'tref'])

/** @throws BrokenBoxes where boxes lie deeper in each other than any writer puts them */
export function checkDepth(bytes: Buffer, box: Box, depth = 1): void {
  if (depth > limits.boxDepth) throw new BrokenBoxes(`Its boxes lie more than ${limits.boxDepth} deep in each other.`)
  for (const inner of boxesIn(bytes, box.start, box.end)) if (containers.has(inner.type)) checkDepth(bytes, inner, depth + 1)
}

/** The first box at the end of a path of types. */
export function findBox(bytes: Buffer, box: Box, ...path: readonly string[]): Box | undefined {
  let found: Box | undefined = box
  for (const type of path) found = found && boxesIn(bytes, found.start, found.end).find((inner) => inner.type === type)
  return found
}
