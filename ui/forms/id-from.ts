import { slugOf } from './slug.ts'

/** Room for a number behind it. */
const mostCharacters = 50

/** An id that a person need not think of, made from a name: `Nacht & Wochenende` → `nacht-wochenende`, never one of those taken. */
export function idFrom(name: string, taken: readonly string[] = []): string {
  const base = slugOf(name).slice(0, mostCharacters).replace(/-+$/, '') || 'item'
  let id = base
  for (let number = 2; taken.includes(id); number++) id = `${base}-${number}`
  return id
}
