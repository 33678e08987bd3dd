import { useState } from 'react'
import { useMe } from '../../people/use-me.ts'
import { type IncidentFilter, readIncidentFilter } from './incident-filter.ts'

export interface SavedFilter {
  readonly name: string
  readonly filter: IncidentFilter
}

export interface SavedFilters {
  readonly all: readonly SavedFilter[]
  /** A name that is there already gets the new filter. */
  save(name: string, filter: IncidentFilter): void
  rename(name: string, next: string): void
  remove(name: string): void
}

/** Filters that a person keeps on this device. Another person who signs in here has their own. */
export function useSavedFilters(): SavedFilters {
  const key = `saved-filters:${useMe().id}`
  const [all, setAll] = useState(() => read(key))
  const keep = (next: readonly SavedFilter[]) => {
    localStorage.setItem(key, JSON.stringify(next))
    setAll(next)
  }
  return {
    all,
    save: (name, filter) => keep([...all.filter((one) => one.name !== name), { name, filter }]),
    rename: (name, next) =>
      keep(all.filter((one) => one.name !== next || one.name === name).map((one) => (one.name === name ? { ...one, name: next } : one))),
    remove: (name) => keep(all.filter((one) => one.name !== name)),
  }
}

/** What lies there was written by an older page, perhaps, or by hand: only what makes sense is taken. */
function read(key: string): readonly SavedFilter[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    if (!Array.isArray(kept)) return []
    return kept.flatMap((one) => (typeof one?.name === 'string' ? [{ name: one.name, filter: readIncidentFilter(one.filter ?? {}) }] : []))
  } catch {
    return []
  }
}
