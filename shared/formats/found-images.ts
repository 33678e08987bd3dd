import type { Box } from '../domain/box.ts'
import { clampBox } from '../domain/box.ts'
import type { SplitName } from '../domain/dataset.ts'
import { Label } from '../domain/detection.ts'
import type { Findings, FoundImage, FoundObject, FoundProblem } from './format.ts'
import { frameNamed } from './layout.ts'

/** How far, in fractions, a box may reach over the edge: tools round outwards. */
const reach = 0.01

/** A hostile file could have more of them than fit in memory. */
const maxKeptProblems = 1000

/** Where a reader puts what it finds. */
export interface FoundImages {
  /** A picture that is named again must have the same boxes: one file cannot say two things. */
  add(image: FoundImage, file: string): void
  problem(problem: FoundProblem): void
  /** A box that holds, cut to the picture; otherwise undefined, and the problem is noted. */
  toObject(label: unknown, box: Box, at: { file: string; where: string; picture?: string | undefined }): FoundObject | undefined
  finish(): Findings
}

export function createFoundImages(): FoundImages {
  const images = new Map<string, FoundImage>()
  const problems: FoundProblem[] = []
  const refused = new Set<string>()
  let [problemCount, isBroken] = [0, false]

  function problem(found: FoundProblem): void {
    problemCount++
    if (problems.length < maxKeptProblems) problems.push(found)
    if (found.picture === undefined) isBroken = true
    else refused.add(frameNamed(found.picture) ?? found.picture)
  }

  return {
    problem,

    add(image, file) {
      const key = frameNamed(image.picture) ?? image.picture
      const known = images.get(key)
      if (known === undefined) return void images.set(key, image)
      const split: SplitName | undefined = known.split ?? image.split
      images.set(key, { ...known, split })
      if (!isSame(known, image)) {
        problem({ file, where: image.picture, reason: 'It is there twice, with different boxes or splits.', picture: image.picture })
      }
    },

    toObject(label, box, at) {
      const checked = Label.safeParse(label)
      const reason = checked.success ? wrongWith(box) : `The label ${JSON.stringify(label)?.slice(0, 80)} cannot be one.`
      if (reason === undefined && checked.success) return { label: checked.data, box: clampBox(box) }
      problem({ ...at, reason: reason ?? '' })
      return undefined
    },

    finish: () => ({ images: [...images.values()], problems, problemCount, refused, isBroken }),
  }
}

function wrongWith({ left, top, width, height }: Box): string | undefined {
  if (![left, top, width, height].every(Number.isFinite)) return 'The box is not made of four numbers.'
  if (width <= 0 || height <= 0) return 'The box has no area.'
  if (left < -reach || top < -reach || left + width > 1 + reach || top + height > 1 + reach) return 'The box reaches out of the picture.'
  return undefined
}

function isSame(a: FoundImage, b: FoundImage): boolean {
  if (a.split !== undefined && b.split !== undefined && a.split !== b.split) return false
  if (a.objects.length !== b.objects.length) return false
  return a.objects.every(({ label, box }, index) => {
    const other = b.objects[index] as FoundObject
    return (
      label === other.label && (['left', 'top', 'width', 'height'] as const).every((side) => Math.abs(box[side] - other.box[side]) < 1e-6)
    )
  })
}
