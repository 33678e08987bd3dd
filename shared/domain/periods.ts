import type { Instant } from './ids.ts'

const hourMs = 3_600_000

/** Some hours of the site's clock that are judged together. */
export interface Period<T> {
  readonly from: Instant
  readonly to: Instant
  /** Which part of the day: the same parts of different days are compared. */
  readonly slot: number
  readonly items: readonly T[]
}

/** Puts things into the periods of the site's day, oldest first. The hour in which a clock is changed falls to either side. */
export function periodsOf<T>(
  items: readonly T[],
  periodHours: number,
  placeOf: (item: T) => { readonly at: Instant; readonly localHour: number },
): Period<T>[] {
  const groups = new Map<number, { slot: number; items: T[] }>()
  for (const item of items) {
    const { at, localHour } = placeOf(item)
    // Where the period began by this hour's own clock: the same for all of its hours.
    const began = Math.floor(Date.parse(at) / hourMs) * hourMs - (localHour % periodHours) * hourMs
    const group = groups.get(began) ?? { slot: Math.floor(localHour / periodHours), items: [] }
    group.items.push(item)
    groups.set(began, group)
  }
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([began, { slot, items: inside }]) => {
      return { from: new Date(began).toISOString(), to: new Date(began + periodHours * hourMs).toISOString(), slot, items: inside }
    })
}
