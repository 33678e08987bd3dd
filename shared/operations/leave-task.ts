import { releaseTask, skipTask } from '../domain/answer-task.ts'
import type { Id } from '../domain/ids.ts'
import type { LabelingTask } from '../domain/labeling-task.ts'
import type { Versioned } from '../domain/page.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { findTaskAsSeen } from './find-task.ts'

const ways = { skip: skipTask, release: releaseTask }

/**
 * Gives a claimed task back: for anybody else, when it is skipped; for oneself as well, when it is released.
 *
 * @throws Fault `not-found`, and `task-changed` when it is not this person's
 */
export async function leaveTask(
  ports: Pick<Ports, 'labelTasks'>,
  person: Principal,
  id: Id,
  way: keyof typeof ways,
  version: string | undefined,
): Promise<Versioned<LabelingTask>> {
  const found = await findTaskAsSeen(ports, person, id, version)
  const task = ways[way](found.value, person.id)
  return { value: task, version: await ports.labelTasks.save(task, found.version) }
}
