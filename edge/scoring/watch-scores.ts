import type { Detection } from '../../shared/domain/detection.ts'
import { median, medianDeviationScale } from '../../shared/domain/median.ts'
import type { ScoreMessage } from '../../shared/domain/messages.ts'

export type ScoreAnomaly = NonNullable<ScoreMessage['anomaly']>

// Below this many pictures of a camera nothing is unusual yet.
const leastHistory = 50
const maxHistory = 500
// As many standard deviations, told from the median deviation.
const farAway = 6
/** Counts are whole numbers: the median deviation of a steady line is 0, and one object more is no news. */
const leastDeviation = 0.5

/**
 * Notices a picture that is not like those before it of the same camera: another number of objects. By the median and
 * the median deviation, which a few odd pictures do not move. Anomalies do not become what is usual by themselves:
 * only after half of the history is like them.
 */
export function createScoreWatch(): (camera: string | undefined, detections: readonly Detection[]) => ScoreAnomaly | undefined {
  const histories = new Map<string, number[]>()
  return (camera = '', detections) => {
    const history = histories.get(camera) ?? []
    histories.set(camera, history)
    const observed = detections.length
    const anomaly = judge(history, observed)
    history.push(observed)
    if (history.length > maxHistory) history.shift()
    return anomaly
  }
}

function judge(history: readonly number[], observed: number): ScoreAnomaly | undefined {
  if (history.length < leastHistory) return undefined
  const expected = median(history)
  const deviation = Math.max(leastDeviation, medianDeviationScale * median(history.map((count) => Math.abs(count - expected))))
  return Math.abs(observed - expected) > farAway * deviation ? { measure: 'object-count', observed, expected } : undefined
}
