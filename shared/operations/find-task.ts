import type { Labeler } from '../domain/answer-task.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { LabelingTask } from '../domain/labeling-task.ts'
import type { Versioned } from '../domain/page.ts'
import { coversSite, type Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'

/** The task, if it is this person's to see. @throws Fault `not-found` for one of another site, or for another person, as for none */
export async function findTask({ labelTasks }: Pick<Ports, 'labelTasks'>, person: Principal, id: Id): Promise<Versioned<LabelingTask>> {
  const found = await labelTasks.find(id)
  const isTheirs = found !== undefined && coversSite(person, found.value.site)
  if (!isTheirs || (found.value.gold !== undefined && found.value.gold.who !== person.id)) throw new Fault('not-found')
  return found
}

/** @throws Fault `task-changed` when the caller saw another version */
export async function findTaskAsSeen(
  ports: Pick<Ports, 'labelTasks'>,
  person: Principal,
  id: Id,
  version: string | undefined,
): Promise<Versioned<LabelingTask>> {
  const found = await findTask(ports, person, id)
  if (version !== undefined && version !== found.version) throw new Fault('task-changed')
  return found
}

/** The person as somebody who labels, now. */
export function labelerOf({ clock }: Pick<Ports, 'clock'>, person: Principal): Labeler {
  return { who: person.id, at: clock().toISOString(), isScientist: person.roles.includes('data-scientist') }
}
