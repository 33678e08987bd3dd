import { type Box, BrokenBoxes, boxesIn, findBox } from './boxes.ts'
import { limits } from './limits.ts'
import { number32 } from './track-boxes.ts'

/** How many pictures of a track a fragment (`moof`) claims, and where it says that it begins. @throws BrokenBoxes */
export function readFragmentClaim(bytes: Buffer, moof: Box, track: number): { samples: number; startsAt: number | undefined } {
  let samples = 0
  let startsAt: number | undefined
  for (const part of boxesIn(bytes, moof.start, moof.end)) {
    const header = part.type === 'traf' ? findBox(bytes, part, 'tfhd') : undefined
    if (header === undefined || number32(bytes, header, 4) !== track) continue
    startsAt ??= readTime(bytes, findBox(bytes, part, 'tfdt'))
    for (const run of boxesIn(bytes, part.start, part.end)) if (run.type === 'trun') samples += countOf(bytes, run)
  }
  return { samples, startsAt }
}

function readTime(bytes: Buffer, box: Box | undefined): number | undefined {
  if (box === undefined) return undefined
  return bytes[box.start] === 1 ? number32(bytes, box, 4) * 2 ** 32 + number32(bytes, box, 8) : number32(bytes, box, 4)
}

function countOf(bytes: Buffer, run: Box): number {
  const present = number32(bytes, run, 0) & 0xffffff
  const count = number32(bytes, run, 4)
  const each = [0x100, 0x200, 0x400, 0x800].filter((flag) => present & flag).length * 4
  if (count > limits.frames || count * each > run.end - run.start)
    throw new BrokenBoxes(`A fragment claims ${count} pictures, more than it has room for.`)
  return count
}
