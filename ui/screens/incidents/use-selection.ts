import { useCallback, useMemo, useRef, useState } from 'react'
import type { Incident } from './incident-pages.ts'

export interface Selection {
  readonly ids: ReadonlySet<string>
  /** One more or one less; with `isRange` all from the one before. */
  toggle(index: number, isRange?: boolean): void
  all(): void
  keep(ids: readonly string[]): void
  clear(): void
}

const none: ReadonlySet<string> = new Set()

/** Incidents that were picked to be decided together. They stay picked while the list grows, not when it is another one. */
export function useSelection(items: readonly Incident[], view: string): Selection {
  const [picked, setPicked] = useState({ view, ids: none })
  const ids = picked.view === view ? picked.ids : none
  const setIds = useCallback(
    (next: (before: ReadonlySet<string>) => ReadonlySet<string>) =>
      setPicked((before) => ({ view, ids: next(before.view === view ? before.ids : none) })),
    [view],
  )
  const list = useRef(items)
  list.current = items
  const anchor = useRef<string>(undefined)
  const toggle = useCallback(
    (index: number, isRange = false) => {
      const item = list.current[index]
      if (item === undefined) return
      const from = list.current.findIndex(({ id }) => id === anchor.current)
      if (isRange && from !== -1) {
        const range = list.current.slice(Math.min(from, index), Math.max(from, index) + 1)
        setIds((before) => new Set([...before, ...range.map(({ id }) => id)]))
        return
      }
      anchor.current = item.id
      setIds((before) => {
        const after = new Set(before)
        if (!after.delete(item.id)) after.add(item.id)
        return after
      })
    },
    [setIds],
  )
  const all = useCallback(() => setIds(() => new Set(list.current.map(({ id }) => id))), [setIds])
  const keep = useCallback((some: readonly string[]) => setIds(() => new Set(some)), [setIds])
  const clear = useCallback(() => setIds(() => none), [setIds])
  return useMemo(() => ({ ids, toggle, all, keep, clear }), [ids, toggle, all, keep, clear])
}
