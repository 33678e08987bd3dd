import type { z } from 'zod'
import { countWanted, judge, type PictureBoxes } from '../../shared/domain/match-boxes.ts'
import type { ClassMetrics } from '../../shared/domain/model-card.ts'
import { averagePrecision, measureAt } from '../../shared/domain/precision-recall.ts'

/** Overlap that makes a box right, as usual for AP50. */
const rightFrom = 0.5

export type LabelMetrics = z.infer<typeof ClassMetrics>

/** The numbers of one label at its threshold, at IoU 0.5. */
export function measureLabel(pictures: readonly PictureBoxes[], threshold: number, minIou = rightFrom): LabelMetrics {
  const judged = judge(pictures, minIou)
  const objects = countWanted(pictures)
  const { precision, recall, f1 } = measureAt(judged, objects, threshold)
  return { precision, recall, f1, ap50: averagePrecision(judge(pictures, rightFrom), objects), threshold, objects }
}

/** The same for each label, under its name. */
export function measureLabels(
  labels: readonly string[],
  perLabel: readonly (readonly PictureBoxes[])[],
  thresholds: Readonly<Record<string, number>>,
): Record<string, LabelMetrics> {
  return Object.fromEntries(labels.map((label, index) => [label, measureLabel(perLabel[index]!, thresholds[label]!)]))
}

/** Mean over the labels that have objects here; undefined where none has. */
export function meanOver(metrics: Readonly<Record<string, LabelMetrics>>, of: 'ap50' | 'f1'): number | undefined {
  const values = Object.values(metrics).filter((one) => one.objects > 0)
  return values.length === 0 ? undefined : values.reduce((sum, one) => sum + one[of], 0) / values.length
}
