import { isDeepStrictEqual } from 'node:util'

/** Whether two bodies say the same: the order of fields does not count, and neither does null for what is left out. */
export function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(withoutNulls(one), withoutNulls(other))
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  const said = Object.entries(value).filter(([, part]) => part !== null && part !== undefined)
  return Object.fromEntries(said.map(([key, part]) => [key, withoutNulls(part)]))
}
