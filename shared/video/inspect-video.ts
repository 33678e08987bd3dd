import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { type Box, BrokenBoxes, checkDepth, readBoxHead } from './boxes.ts'
import { readFragmentClaim } from './fragment-boxes.ts'
import { limits } from './limits.ts'
import { checkDuration, readVideoTrack, type VideoTrack } from './track-boxes.ts'

/**
 * What a look at the structure of a file says. `readable` may still break off: then `cut` says where. Everything that
 * reads untrusted video, ours or not, is given `readable` files only.
 */
export type Inspection =
  | { readonly kind: 'readable'; readonly track: VideoTrack; readonly frames: number; readonly cut: string | undefined }
  | { readonly kind: 'empty' | 'corrupt'; readonly reason: string }

const largestFragmentIndex = 8 * 1024 * 1024

/**
 * Looks at the boxes of a file, without a library and without decoding: is it an MP4, does it keep to the limits, does
 * it end where it says. Takes a fraction of a millisecond and no more memory than its index. Never throws for what a
 * file holds or is; a link or a pipe is `corrupt`, too.
 */
export function inspectVideo(file: string): Inspection {
  let descriptor: number | undefined
  try {
    // A pipe would let us wait for ever, a link would lead elsewhere.
    descriptor = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
    const stat = fstatSync(descriptor)
    if (!stat.isFile()) return corrupt('It is not a plain file.')
    return inspectBoxes(descriptor, stat.size)
  } catch (error) {
    if (error instanceof BrokenBoxes) return corrupt(error.message)
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ELOOP') return corrupt('It is not a plain file.')
    if (code !== undefined && ['ENOENT', 'ENXIO', 'EISDIR', 'ENOTDIR', 'EOPNOTSUPP'].includes(code))
      return corrupt(`There is no such file (${code}).`)
    throw error
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

const corrupt = (reason: string): Inspection => ({ kind: 'corrupt', reason })

function inspectBoxes(descriptor: number, bytes: number): Inspection {
  const { boxes, cut } = topBoxes(descriptor, bytes)
  if (boxes[0]?.type !== 'ftyp') return corrupt('It is not an MP4: it does not begin with ftyp.')
  const moov = boxes.find(({ type }) => type === 'moov')
  if (moov === undefined || moov.end > bytes) return corrupt('Its index (moov) is missing or cut off.')
  const index = load(descriptor, moov, limits.indexBytes)
  checkDepth(index.bytes, index.box)
  const track = readVideoTrack(index.bytes, index.box)
  if (track === undefined) return { kind: 'empty', reason: 'There is no video track in it.' }
  const inFragments = countFragments(
    descriptor,
    boxes.filter(({ type, end }) => type === 'moof' && end <= bytes),
    track,
  )
  const frames = track.samples + inFragments
  if (frames > limits.frames || frames > bytes) return corrupt(`It claims ${frames} pictures in ${bytes} bytes.`)
  if (frames === 0 && cut === undefined) return { kind: 'empty', reason: 'There is no picture in it.' }
  return { kind: 'readable', track, frames, cut }
}

/** The boxes of the file itself; `cut` where the last one does not end within it. */
function topBoxes(descriptor: number, bytes: number): { boxes: Box[]; cut: string | undefined } {
  const boxes: Box[] = []
  const head = Buffer.alloc(16)
  for (let position = 0; position + 8 <= bytes; ) {
    const got = readSync(descriptor, head, 0, 16, position)
    const box = readBoxHead(head.subarray(0, got), position, bytes)
    if (box === undefined) return { boxes, cut: `It cannot be followed after byte ${position}.` }
    boxes.push(box)
    if (box.end > bytes) return { boxes, cut: `It breaks off: ${box.end - bytes} bytes are missing.` }
    if (boxes.length > 4 * limits.seconds) throw new BrokenBoxes('It has more boxes than four hours of video need.')
    position = box.end
  }
  return { boxes, cut: undefined }
}

function load(descriptor: number, box: Box, most: number): { bytes: Buffer; box: Box } {
  const length = box.end - box.start
  if (length > most) throw new BrokenBoxes(`Its index has ${length} bytes.`)
  const bytes = Buffer.alloc(length)
  readSync(descriptor, bytes, 0, length, box.start)
  return { bytes, box: { type: box.type, start: 0, end: length } }
}

function countFragments(descriptor: number, fragments: readonly Box[], track: VideoTrack): number {
  let samples = 0
  let first: number | undefined
  for (const fragment of fragments) {
    const { bytes, box } = load(descriptor, fragment, largestFragmentIndex)
    checkDepth(bytes, box)
    const claim = readFragmentClaim(bytes, box, track.id)
    samples += claim.samples
    first ??= claim.startsAt
    if (claim.startsAt !== undefined && first !== undefined) checkDuration((claim.startsAt - first) / track.timescale)
  }
  return samples
}
