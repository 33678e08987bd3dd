/** How many evaluations in a row may be clearly worse than the best before training is pointless. */
const patience = 6

export interface Kept {
  readonly step: number
  readonly score: number
  readonly weights: Float32Array
}

export interface EarlyStopping {
  /** Takes the score (higher is better) of the weights at a step. */
  judge(score: number, weights: Float32Array, step: number): 'go-on' | 'stop'
  /** The newest weights that are as good as the best. */
  kept(): Kept
}

/**
 * Keeps the newest weights that are not clearly worse than the best ones, and says when to stop.
 *
 * Newest and not best: on a small validation set the best score comes early and by luck, while longer training still
 * helps on scenes that the validation frames do not show.
 * @param tolerance scores closer than this count as equal
 */
export function createEarlyStopping(tolerance: number): EarlyStopping {
  let best = Number.NEGATIVE_INFINITY
  let kept: Kept | undefined
  let worseInRow = 0
  return {
    judge(score, weights, step) {
      best = Math.max(best, score)
      if (score >= best - tolerance) {
        kept = { step, score, weights }
        worseInRow = 0
      } else {
        worseInRow++
      }
      return worseInRow >= patience ? 'stop' : 'go-on'
    },
    kept() {
      if (kept === undefined) throw new RangeError('No weights were judged yet.')
      return kept
    },
  }
}

/**
 * Differences below this say nothing. Truth made by people or by rules lacks some objects, and a net that finds them scores
 * lower the better it gets; with few objects to find, a single one moves the score as much.
 */
export function toleranceFor(objects: number): number {
  return Math.max(0.05, 2 / Math.max(1, objects))
}
