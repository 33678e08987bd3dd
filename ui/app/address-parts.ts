/** What an address says of a camera, a rule, a job: its id, or nothing where it is none. A number was an id of digits. */
export function readId(value: unknown): string | undefined {
  return readMatching(value, /^[a-z0-9][a-z0-9-]{0,62}$/)
}

/** `2026-11-21`, or nothing where the calendar has no such day. */
export function readDay(value: unknown): string | undefined {
  const day = readMatching(value, /^\d{4}-\d\d-\d\d$/)
  return day !== undefined && Number.isNaN(Date.parse(`${day}T00:00:00Z`)) ? undefined : day
}

/** ISO 8601, UTC; with milliseconds, as everything of ours has them. */
export function readInstant(value: unknown): string | undefined {
  const at = readMatching(value, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
  const ms = Date.parse(at ?? '')
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString()
}

function readMatching(value: unknown, pattern: RegExp): string | undefined {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  return pattern.test(text) ? text : undefined
}
