import { agreeOn } from '../domain/agree.ts'
import type { Labeler } from '../domain/answer-task.ts'
import { cusumLimit, newQuality, noteGold, qualityState } from '../domain/labeler-quality.ts'
import type { LabeledObject, LabelingTask } from '../domain/labeling-task.ts'
import type { Ports } from '../ports.ts'
import { changeQuality } from './change-quality.ts'
import { putAnswersAside } from './put-answers-aside.ts'

/** Holds an answer against the known one, class by class, and puts a person's answers aside when too much speaks against them. */
export async function noteGoldAnswer(
  ports: Pick<Ports, 'labelTasks' | 'labelerQuality' | 'changes' | 'audit'>,
  { id, site, labels }: LabelingTask,
  known: readonly LabeledObject[],
  { who, at }: Labeler,
  answer: readonly LabeledObject[],
): Promise<void> {
  const classes = new Set([...labels, ...known.map(({ label }) => label), ...answer.map(({ label }) => label)])
  for (const label of classes) {
    const result = { task: id, at, isRight: agreeOn(label, known, answer) }
    const quality = await changeQuality(ports, { site, who, label }, (before = newQuality(site, who, label)) => noteGold(before, result))
    if (qualityState(quality).sum >= cusumLimit) await putAnswersAside(ports, quality, at)
  }
}
