import { type Answered, answerTask, type Labeler } from '../domain/answer-task.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import { isQuarantined } from '../domain/counting-edits.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { LabeledObject, LabelingTask } from '../domain/labeling-task.ts'
import type { Versioned } from '../domain/page.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { findTask, labelerOf } from './find-task.ts'
import { noteGoldAnswer } from './note-gold-answer.ts'
import { quarantinedAnswers } from './quarantined-answers.ts'

export type SavePorts = Pick<Ports, 'labelTasks' | 'labelerQuality' | 'changes' | 'audit' | 'clock'>

/**
 * A labeler's whole answer about a frame: everything that is on it. Sent again after a lost answer, it is still one.
 *
 * @param version Where given, the answer holds only for this version of the task
 * @throws Fault `not-found`, `input-invalid`, and `task-changed` when the task is not (any more) this person's
 */
export async function saveTask(
  ports: SavePorts,
  person: Principal,
  id: Id,
  objects: readonly LabeledObject[],
  version: string | undefined,
): Promise<Versioned<LabelingTask>> {
  const found = await findTask(ports, person, id)
  requireAreas(objects)
  const by = labelerOf(ports, person)
  const same = found.value.answers.find(({ who, objects: before }) => who === by.who && canonicalJson(before) === canonicalJson(objects))
  if (same !== undefined) {
    await follow(ports, { task: found.value, edit: undefined, gold: undefined }, { ...by, at: same.at }, objects)
    return found
  }
  if (version !== undefined && version !== found.version) throw new Fault('task-changed')
  const quarantined = await quarantinedAnswers(ports, found.value.site)
  const isAside = isQuarantined({ who: by.who, at: by.at, about: found.value.labels, objects: [...objects] }, quarantined)
  const answered = answerTask(found.value, by, objects, isAside)
  const { site, recording } = found.value
  // Before the edit: a mark without an edit costs a look, an edit without a mark would be overlooked.
  if (answered.edit !== undefined) await ports.changes.mark({ kind: 'edit', id: recording, site })
  const saved = await ports.labelTasks.save(answered.task, found.version, answered.edit)
  await follow(ports, answered, by, objects)
  return { value: answered.task, version: saved }
}

/** What an answer brings about besides itself. All of it can be done again. */
async function follow(ports: SavePorts, { task, gold }: Answered, by: Labeler, objects: readonly LabeledObject[]): Promise<void> {
  if (gold !== undefined) await ports.labelTasks.saveGold(gold)
  // The same entry for every kind of task: the chain, too, must not tell which ones had a known answer.
  await ports.audit.append(task.site, {
    at: by.at,
    who: by.who,
    action: 'frame-labeled',
    subject: `frame/${task.frame}`,
    detail: { task: task.id, recording: task.recording, objects: objects.length },
  })
  if (task.gold !== undefined) await noteGoldAnswer(ports, task, task.gold.objects, by, objects)
}

function requireAreas(objects: readonly LabeledObject[]): void {
  for (const [index, { label, box }] of objects.entries()) {
    const isInside = box.left + box.width <= 1 + 1e-6 && box.top + box.height <= 1 + 1e-6
    if (!isInside) throw new Fault('input-invalid', `objects.${index}: the box of ${label} reaches beyond the picture.`)
    if (box.width <= 0 || box.height <= 0) throw new Fault('input-invalid', `objects.${index}: the box of ${label} has no area.`)
  }
}
