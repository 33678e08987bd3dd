import { decodeFile } from '../../edge/video/decode-file.ts'
import type { Detection } from '../../shared/domain/detection.ts'
import type { Rule } from '../../shared/domain/rule.ts'
import { createRuleEngine } from '../../shared/rules/rule-engine.ts'
import { createDetector } from '../../shared/vision/detector.ts'
import { loadModel } from '../../shared/vision/load-model.ts'
import { groupByLabel } from '../../training/metrics/compare-detections.ts'
import { measureLabel } from '../../training/metrics/measure-labels.ts'
import type { Film, Objects } from './film.ts'
import { type Alarms, compareAlarms, type Stay, staysOf } from './stays.ts'

export interface LabelScore {
  readonly label: string
  readonly objects: number
  readonly precision: number
  readonly recall: number
  /** At IoU 0.3 and 0.5; the first is what a person would call right. */
  readonly f1: number
  readonly f1Strict: number
}

export interface SeenFrame {
  readonly index: number
  readonly detections: readonly Detection[]
  readonly truth: Objects
}

/** A model on a film that it may or may not have learned from. */
export interface Measurement {
  readonly labels: readonly LabelScore[]
  readonly alarms: Alarms
  readonly openedAt: readonly number[]
  readonly stays: readonly Stay[]
  /** Those that were looked at, with what the model was sure enough of. */
  readonly frames: readonly SeenFrame[]
}

/** The watched rule, as the device has it. */
export type WatchedRule = Omit<Rule, 'camera'>

/** Every third frame: ten a second, as the device looks. */
const step = 3

/** Runs the device's own detector and rule engine over a film. */
export async function measureModel(folder: string, film: Film, watched: WatchedRule): Promise<Measurement> {
  const model = await loadModel(folder)
  const { thresholds, input, labels } = model.card
  const detector = await createDetector(model, { thresholds: {} })
  const frameIntervalMs = (1000 * step) / film.framesPerSecond
  const engine = createRuleEngine({ device: 'loop', camera: 'film', rules: { watched: { ...watched, camera: 'film' } }, frameIntervalMs })
  const frames: SeenFrame[] = []
  const openedAt: number[] = []
  try {
    for await (const { index, rgb, width, height } of decodeFile(film.file, { width: input.width, height: input.height })) {
      if (index % step !== 0) continue
      const detections = await detector.detect({ data: rgb, width, height })
      frames.push({ index, detections, truth: film.truth[index] ?? [] })
      const ms = (index / film.framesPerSecond) * 1000
      const changes = engine.observe({ atMs: Math.round(ms), ptsMs: ms, streamPtsMs: ms, detections })
      openedAt.push(...changes.filter(({ phase }) => phase === 'opened').map(() => ms / 1000))
    }
  } finally {
    await detector.close()
  }
  const inTruth = [...new Set(film.truth.flat().map(({ label }) => label))].sort()
  const perLabel = groupByLabel(inTruth, frames)
  const stays = staysOf(film.truth, film.framesPerSecond, watched.label)
  const scores = inTruth.map((label, index): LabelScore => {
    const threshold = labels.includes(label) ? (thresholds[label] ?? 0.5) : 1
    const [loose, strict] = [measureLabel(perLabel[index]!, threshold, 0.3), measureLabel(perLabel[index]!, threshold, 0.5)]
    return { label, objects: loose.objects, precision: loose.precision, recall: loose.recall, f1: loose.f1, f1Strict: strict.f1 }
  })
  const alarms = compareAlarms(openedAt, stays, film.truth.length / film.framesPerSecond)
  return { labels: scores, alarms, openedAt, stays, frames }
}
