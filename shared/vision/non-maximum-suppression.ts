import { type Box, iou } from '../domain/box.ts'

/** A box that a head proposes; `label` is the index into the card's labels. */
export interface Candidate {
  readonly label: number
  readonly confidence: number
  readonly box: Box
}

/** More than this many in one picture is noise, and the message to the cloud holds no more. */
export const maxDetections = 300

/**
 * Keeps, label by label, the surest of the candidates that overlap by at least `minIou`. Surest first.
 * Things of different labels may lie in one place: a cap sits on its bottle.
 */
export function suppressNonMaxima(candidates: readonly Candidate[], minIou = 0.5): Candidate[] {
  const kept: Candidate[] = []
  for (const candidate of [...candidates].sort((a, b) => b.confidence - a.confidence)) {
    if (kept.length === maxDetections) break
    const isSeen = kept.some((other) => other.label === candidate.label && iou(other.box, candidate.box) >= minIou)
    if (!isSeen) kept.push(candidate)
  }
  return kept
}
