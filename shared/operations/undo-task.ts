import { goldItemOf, takeBackAnswer } from '../domain/answer-task.ts'
import type { Id } from '../domain/ids.ts'
import { forgetGold, newQuality } from '../domain/labeler-quality.ts'
import type { LabelingTask } from '../domain/labeling-task.ts'
import type { Versioned } from '../domain/page.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { changeQuality } from './change-quality.ts'
import { findTaskAsSeen, labelerOf } from './find-task.ts'

/**
 * Takes one's own answer back, and has the task again. It stays on record: an edit that withdraws the edit.
 *
 * @throws Fault `not-found`, and `task-changed` when somebody has answered or claimed the task since
 */
export async function undoTask(
  ports: Pick<Ports, 'labelTasks' | 'labelerQuality' | 'frameEdits' | 'changes' | 'audit' | 'clock'>,
  person: Principal,
  id: Id,
  version: string | undefined,
): Promise<Versioned<LabelingTask>> {
  const found = await findTaskAsSeen(ports, person, id, version)
  const by = labelerOf(ports, person)
  const { task, answer } = takeBackAnswer(found.value, by)
  const { site, recording, frame } = task
  const edits = await ports.frameEdits.ofRecording(site, recording)
  const edit = edits.find((known) => known.frame === frame && known.who === by.who && known.at === answer.at && known.kind === 'label')
  const withdrawal =
    edit &&
    ({ frame, recording, site, at: by.at, who: by.who, kind: 'withdrawal', of: edit.seq, objects: [], isProvisional: false } as const)

  if (withdrawal !== undefined) {
    await ports.changes.mark({ kind: 'edit', id: recording, site })
    await ports.labelTasks.removeGold(goldItemOf(task, answer.objects))
  }
  const saved = await ports.labelTasks.save(task, found.version, withdrawal && { ...withdrawal, objects: [] })
  const detail = { task: id, recording }
  await ports.audit.append(site, { at: by.at, who: by.who, action: 'frame-label-withdrawn', subject: `frame/${frame}`, detail })
  if (task.gold !== undefined) await forgetAnswer(ports, task, by.who, [...task.gold.objects, ...answer.objects])
  return { value: task, version: saved }
}

async function forgetAnswer(
  ports: Pick<Ports, 'labelerQuality'>,
  { id, site, labels }: LabelingTask,
  who: string,
  objects: readonly { label: string }[],
): Promise<void> {
  for (const label of new Set([...labels, ...objects.map((object) => object.label)])) {
    await changeQuality(ports, { site, who, label }, (before = newQuality(site, who, label)) => forgetGold(before, id))
  }
}
