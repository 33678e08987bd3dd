import type { Ports } from '../ports.ts'

/** What the people are called whose ids stand on record. Who has no row any more (or is no person) is left out. */
export async function namesOf({ people }: Pick<Ports, 'people'>, ids: Iterable<string>): Promise<Readonly<Record<string, string>>> {
  const persons = await Promise.all([...new Set(ids)].filter((id) => id !== 'system').map((id) => people.find(id)))
  return Object.fromEntries(persons.flatMap((person) => (person === undefined ? [] : [[person.id, person.name]])))
}
