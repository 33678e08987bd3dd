import { type Box, iou } from './box.ts'

/** A found box with its score. */
export interface Found {
  readonly score: number
  readonly box: Box
}

/** A box that should be found; an ignored one counts neither as found nor as missed. */
export interface Wanted {
  readonly box: Box
  readonly isIgnored: boolean
}

/** Boxes of one label in one picture. */
export interface PictureBoxes {
  readonly found: readonly Found[]
  readonly wanted: readonly Wanted[]
}

/** A found box and whether it was right. */
export interface Judged {
  readonly score: number
  readonly isRight: boolean
}

/**
 * Judges the found boxes of one label over many pictures, surest first.
 *
 * In each picture the surest box takes the free wanted box that it overlaps most, if by at least `minIou`; every wanted box
 * is taken once, so a second box on the same object is wrong. Boxes on ignored regions are left out.
 */
export function judge(pictures: readonly PictureBoxes[], minIou: number): Judged[] {
  const judged = pictures.flatMap((picture) => matchPicture(picture, minIou).map(({ score, wanted }) => ({ score, isRight: wanted >= 0 })))
  return judged.sort((a, b) => b.score - a.score)
}

/** A found box and the place in the list of the wanted box that it takes; -1 for none. */
export interface Match {
  readonly score: number
  readonly wanted: number
}

/** What the found boxes of one picture take, surest first; those on ignored regions are left out. */
export function matchPicture({ found, wanted }: PictureBoxes, minIou: number): Match[] {
  const free = new Set(wanted.flatMap(({ isIgnored }, index) => (isIgnored ? [] : [index])))
  const ignored = wanted.filter((one) => one.isIgnored)
  const matches: Match[] = []
  for (const { score, box } of [...found].sort((a, b) => b.score - a.score)) {
    let [best, bestOverlap] = [-1, 0]
    for (const index of free) {
      const overlap = iou((wanted[index] as Wanted).box, box)
      if (overlap > bestOverlap) [best, bestOverlap] = [index, overlap]
    }
    if (best >= 0 && bestOverlap >= minIou) {
      free.delete(best)
      matches.push({ score, wanted: best })
    } else if (!ignored.some((one) => coveredBy(box, one.box) >= minIou)) {
      matches.push({ score, wanted: -1 })
    }
  }
  return matches
}

/** Share of a box that lies in another: a crowd's region is much larger than the things in it. */
function coveredBy(box: Box, region: Box): number {
  const width = Math.min(box.left + box.width, region.left + region.width) - Math.max(box.left, region.left)
  const height = Math.min(box.top + box.height, region.top + region.height) - Math.max(box.top, region.top)
  return width > 0 && height > 0 ? (width * height) / (box.width * box.height) : 0
}

/** How many boxes should have been found. */
export function countWanted(pictures: readonly PictureBoxes[]): number {
  return pictures.reduce((count, { wanted }) => count + wanted.filter((one) => !one.isIgnored).length, 0)
}
