import { type Box, iou } from './box.ts'

interface Labelled {
  readonly label: string
  readonly box: Box
}

/** The usual measure of "the same object" in detection. */
const agreementIou = 0.5

/** Whether both say the same: each object of one has its own one in the other, of the same label and nearly the same box. */
export function agree(one: readonly Labelled[], other: readonly Labelled[]): boolean {
  return one.length === other.length && matchedObjects(one, other) === one.length
}

/** The same of one class alone. */
export function agreeOn(label: string, one: readonly Labelled[], other: readonly Labelled[]): boolean {
  const ofLabel = (object: Labelled) => object.label === label
  return agree(one.filter(ofLabel), other.filter(ofLabel))
}

/**
 * How many objects can be paired at most (augmenting paths): taking the best overlap first could leave two objects
 * alone that a better pairing brings together.
 */
function matchedObjects(one: readonly Labelled[], other: readonly Labelled[]): number {
  const partners = new Map<number, number>()
  const fits = (a: Labelled, b: Labelled) => a.label === b.label && iou(a.box, b.box) >= agreementIou
  const place = (index: number, tried: Set<number>): boolean =>
    other.some((candidate, spot) => {
      if (tried.has(spot) || !fits(one[index]!, candidate)) return false
      tried.add(spot)
      const holder = partners.get(spot)
      if (holder !== undefined && !place(holder, tried)) return false
      partners.set(spot, index)
      return true
    })
  return one.filter((_, index) => place(index, new Set())).length
}
