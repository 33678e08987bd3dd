import type { RefObject } from 'react'
import { useShortcuts } from '../../shortcuts/shortcuts.tsx'
import { useText } from '../../text/text.ts'
import type { Decision } from './decide-many.ts'
import type { ListHandle } from './incident-list.tsx'
import type { IncidentList } from './use-incident-list.ts'
import type { Selection } from './use-selection.ts'

export interface ListKeys {
  readonly list: IncidentList
  readonly selection: Selection
  readonly canDecide: boolean
  /** The card that was reached last; -1 before the first. */
  readonly current: RefObject<number>
  readonly cards: RefObject<ListHandle | null>
  readonly field: RefObject<HTMLInputElement | null>
  decide(decision: Decision): void
  open(id: string): void
  undo(): void
  showNews(): void
  showCalendar(): void
}

/** Everything on the list by the keyboard alone. */
export function useListKeys(keys: ListKeys): void {
  const { list, selection, canDecide, current, cards, field } = keys
  const text = useText()
  const { words, incidents: own } = text
  const move = (step: number) => {
    // Within the tabs the arrows are theirs.
    if (document.activeElement?.getAttribute('role') === 'tab') return
    const next = Math.min(Math.max(0, current.current + step), list.items.length - 1)
    if (next < 0) return
    current.current = next
    cards.current?.focus(next)
  }
  const across = () => cards.current?.columns ?? 1
  const key = (label: string, run: () => void) => ({ label, run })
  const open = () => {
    const item = list.items[current.current]
    if (item !== undefined) keys.open(item.id)
  }
  const decisions = {
    x: key(own.keys.select, () => selection.toggle(current.current)),
    'Shift+X': key(own.keys.selectTo, () => selection.toggle(current.current, true)),
    'Control+a': key(own.keys.selectAll, selection.all),
    t: key(words.verdict.confirmed, () => keys.decide('confirmed')),
    f: key(words.verdict.rejected, () => keys.decide('rejected')),
    i: key(words.verdict.inconclusive, () => keys.decide('inconclusive')),
    a: key(own.bulk.acknowledge, () => keys.decide('acknowledge')),
    r: key(own.bulk.resolve, () => keys.decide('resolve')),
    u: key(text.shell.undo, keys.undo),
  }
  useShortcuts(text.screens.incidents, {
    j: key(own.keys.next, () => move(1)),
    k: key(own.keys.previous, () => move(-1)),
    ArrowRight: key(own.keys.next, () => move(1)),
    ArrowLeft: key(own.keys.previous, () => move(-1)),
    ArrowDown: key(own.keys.below, () => move(current.current < 0 ? 1 : across())),
    ArrowUp: key(own.keys.above, () => move(-across())),
    Enter: key(own.keys.open, open),
    ...(canDecide && decisions),
    '/': key(own.keys.filter, () => field.current?.focus()),
    c: key(own.calendar.title, keys.showCalendar),
    n: key(own.keys.news, () => list.news > 0 && keys.showNews()),
    ...(selection.ids.size > 0 && { Escape: key(own.bulk.clear, selection.clear) }),
  })
}
