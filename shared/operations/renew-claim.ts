import { renewClaim as renewed } from '../domain/answer-task.ts'
import type { Id } from '../domain/ids.ts'
import type { LabelingTask } from '../domain/labeling-task.ts'
import type { Versioned } from '../domain/page.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { findTask, labelerOf } from './find-task.ts'

/**
 * Keeps a claimed task for another ten minutes: some frames take longer than others.
 *
 * @throws Fault `not-found`, and `task-changed` when somebody else has it by now or it waits no more
 */
export async function renewClaim(ports: Pick<Ports, 'labelTasks' | 'clock'>, person: Principal, id: Id): Promise<Versioned<LabelingTask>> {
  const found = await findTask(ports, person, id)
  const task = renewed(found.value, labelerOf(ports, person))
  return { value: task, version: await ports.labelTasks.save(task, found.version) }
}
