import { createHash } from 'node:crypto'
import type { Labeler } from '../domain/answer-task.ts'
import { newQuality } from '../domain/labeler-quality.ts'
import { type GoldItem, isInShare, type LabelingTask, taskId } from '../domain/labeling-task.ts'
import type { Ports } from '../ports.ts'
import { changeQuality } from './change-quality.ts'

type GoldPorts = Pick<Ports, 'labelTasks' | 'labelerQuality' | 'nights'>

const lookedAt = 50

/**
 * Now and then, instead of the task that is next, one of the same class whose answer is known. Nothing about it shows
 * that: when it comes depends on a hash of how many tasks of the class the person was given.
 */
export async function pickGold(
  ports: GoldPorts,
  next: LabelingTask,
  { who, at }: Labeler,
  isWanted: (task: LabelingTask) => boolean,
): Promise<LabelingTask | undefined> {
  const { goldShare } = (await ports.nights.policy(next.site)).value
  for (const label of next.labels) {
    const asked = (await ports.labelerQuality.find(next.site, who, label))?.value.asked ?? 0
    if (!isInShare(`gold\n${who}\n${label}\n${asked}`, goldShare)) continue
    const start = createHash('sha256').update(`${who}\n${label}\n${asked}`).digest('hex')
    for (const item of await ports.labelTasks.gold({ site: next.site, label, start, limit: lookedAt })) {
      const task = goldTask(item, who, at)
      if (isWanted(task) && !(await hasSeen(ports, item, who))) return task
    }
  }
  return undefined
}

/** A question is known to somebody who was asked it before, with or without a known answer. */
async function hasSeen({ labelTasks }: GoldPorts, { question: { recording, frame } }: GoldItem, who: string): Promise<boolean> {
  if ((await labelTasks.find(taskId(recording, frame, who))) !== undefined) return true
  const original = await labelTasks.find(taskId(recording, frame))
  return original?.value.answers.some((answer) => answer.who === who) ?? false
}

function goldTask({ question, objects }: GoldItem, who: string, createdAt: string): LabelingTask {
  const id = taskId(question.recording, question.frame, who)
  const gold = { who, objects: [...objects] }
  return { id, ...question, state: 'open', createdAt, needsSecondOpinion: false, answers: [], skippedBy: [], gold }
}

/** Counts a task for each class that it asks about. */
export async function noteAsked(ports: GoldPorts, { site, labels }: LabelingTask, who: string): Promise<void> {
  for (const label of labels) {
    await changeQuality(ports, { site, who, label }, (quality = newQuality(site, who, label)) => ({ ...quality, asked: quality.asked + 1 }))
  }
}
