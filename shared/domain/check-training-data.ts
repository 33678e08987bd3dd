import type { DatasetHeader } from './dataset.ts'
import type { DatasetQuality } from './dataset-quality.ts'
import type { TrainingPolicy } from './training-run.ts'

/**
 * Why nothing should be trained on a dataset; empty = nothing speaks against it. What could only make a model worse than it
 * might be is no reason: the comparison with the champion shows that.
 *
 * @param quality undefined where the dataset has no report
 */
export function checkTrainingData(
  { version, labels, counts }: DatasetHeader,
  quality: DatasetQuality | undefined,
  { leastFrames }: Pick<TrainingPolicy, 'leastFrames'>,
): readonly string[] {
  const { train, test } = counts
  const reasons: string[] = []
  if (train.frames < leastFrames) reasons.push(`Split train has ${train.frames} frames; the policy asks for ${leastFrames} at least.`)
  if (labels.length === 0 || train.annotations === 0) reasons.push('Nothing is annotated in split train: there is nothing to learn.')
  if (test.frames === 0) reasons.push('Split test is empty: the model could not be compared. It fills by itself with more scenes.')
  if (quality === undefined) reasons.push(`Dataset ${version} has no quality report.`)
  for (const { check, severity, text } of quality?.findings ?? []) if (check === 'leak' && severity === 'critical') reasons.push(text)
  return reasons
}
