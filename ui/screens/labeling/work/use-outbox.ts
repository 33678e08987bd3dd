import { call } from '../../../api/call.ts'
import { useMe } from '../../../people/use-me.ts'
import { createKept } from './kept.ts'
import { createOutbox, type Outbox, type Refused } from './outbox.ts'
import type { TaskAnswer } from './task.ts'

const outboxes = new Map<string, Outbox>()

/** One for each person as long as the page lives: what waits is sent even when somebody has gone on to another screen. */
export function useOutbox(): Outbox {
  const { id } = useMe()
  const known = outboxes.get(id)
  if (known !== undefined) return known
  const waiting = createKept<TaskAnswer>(localStorage, `labeling/${id}/answers`)
  const made = createOutbox(waiting, createKept<Refused>(localStorage, `labeling/${id}/refused`), call)
  outboxes.set(id, made)
  return made
}
