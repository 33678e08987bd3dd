import { type Box, iou } from '../../shared/domain/box.ts'

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
  return pictures.flatMap((picture) => judgePicture(picture, minIou)).sort((a, b) => b.score - a.score)
}

function judgePicture({ found, wanted }: PictureBoxes, minIou: number): Judged[] {
  const free = wanted.filter((one) => !one.isIgnored)
  const ignored = wanted.filter((one) => one.isIgnored)
  const judged: Judged[] = []
  for (const { score, box } of [...found].sort((a, b) => b.score - a.score)) {
    const overlaps = free.map((one) => iou(one.box, box))
    const best = overlaps.indexOf(Math.max(...overlaps))
    if (best >= 0 && overlaps[best]! >= minIou) {
      free.splice(best, 1)
      judged.push({ score, isRight: true })
    } else if (!ignored.some((one) => coveredBy(box, one.box) >= minIou)) {
      judged.push({ score, isRight: false })
    }
  }
  return judged
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
