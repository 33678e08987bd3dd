import { useMe } from '../../../people/use-me.ts'
import type { EditedBox } from '../../../picture/use-box-edits.ts'
import { createKept, type Kept } from './kept.ts'
import { savedObjects } from './start-boxes.ts'
import type { Task } from './task.ts'
import { useOutbox } from './use-outbox.ts'

/** Boxes that somebody has begun to draw and not saved. */
export interface Draft {
  readonly task: Task
  readonly boxes: readonly EditedBox[]
}

const places = new Map<string, Kept<Draft>>()

export function useDrafts(): Kept<Draft> {
  const { id } = useMe()
  const drafts = places.get(id) ?? createKept<Draft>(localStorage, `labeling/${id}/drafts`)
  places.set(id, drafts)
  return drafts
}

/** Puts the drafts of tasks that somebody else has by now where their author finds them. @returns how many there were */
export function useKeepLost(): (tasks: readonly Task[]) => number {
  const drafts = useDrafts()
  const { refused } = useOutbox()
  return (tasks) => {
    const begun = tasks.flatMap(({ id }) => drafts.find(id) ?? [])
    for (const { task, boxes } of begun) {
      refused.put(task.id, { task, objects: savedObjects(boxes), code: 'task-changed', detail: undefined })
      drafts.remove(task.id)
    }
    return begun.length
  }
}
