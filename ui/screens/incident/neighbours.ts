import { call } from '../../api/call.ts'
import type { IncidentQuery } from '../incidents/incident-filter.ts'

type Query = NonNullable<IncidentQuery>

interface Here {
  readonly id: string
  readonly startedAt: string
}

type Page = Awaited<ReturnType<typeof readPage>>
type Listed = Page['items'][number]

const readPage = (query: Query) => call('listIncidents', { query })

/** A page may be short, even empty, and still have a cursor. */
const mostPages = 20

async function* list(filter: Query, limit: number): AsyncGenerator<Listed> {
  let cursor: string | undefined
  for (let page = 0; page < mostPages; page++) {
    const read = await readPage({ ...filter, limit, cursor })
    yield* read.items
    if (read.cursor === undefined) return
    cursor = read.cursor
  }
}

/** The next one down the list, which is sorted by time, newest first. */
export async function findOlder(filter: Query, here: Here, isSkipped: (id: string) => boolean = () => false) {
  const after = instant(Date.parse(here.startedAt) + 1)
  const to = filter.to !== undefined && filter.to < after ? filter.to : after
  const passed: Listed[] = []
  for await (const incident of list({ ...filter, to }, 20)) {
    // Of several at the same moment, those above this one in the list are not below it.
    if (incident.id === here.id) passed.length = 0
    else if (!isSkipped(incident.id)) {
      if (incident.startedAt < here.startedAt) return passed[0] ?? incident
      passed.push(incident)
    }
  }
  return passed[0]
}

/** Times to look back over for the one before: the list cannot be read upwards. */
const spansMs = [3_600_000, 86_400_000, 30 * 86_400_000]

export async function findNewer(filter: Query, here: Here) {
  const from = filter.from !== undefined && filter.from > here.startedAt ? filter.from : here.startedAt
  for (const span of [...spansMs, undefined]) {
    const until = span === undefined ? undefined : instant(Date.parse(here.startedAt) + span)
    const to = until !== undefined && (filter.to === undefined || until < filter.to) ? until : filter.to
    let nearest: Listed | undefined
    for await (const incident of list({ ...filter, from, to }, 100)) {
      if (incident.id === here.id) break
      nearest = incident
    }
    if (nearest !== undefined) return nearest
  }
  return undefined
}

/** What to judge after this one: further down first, then from the top again. Undefined when all of the filter is judged. */
export async function findUnjudged(filter: Query, here: Here, isDecided: (id: string) => boolean) {
  const wanted = { ...filter, verdict: filter.verdict ?? ('none' as const) }
  const isSkipped = (id: string) => id === here.id || isDecided(id)
  const older = await findOlder(wanted, here, isSkipped)
  if (older !== undefined) return older
  for await (const incident of list(wanted, 20)) if (!isSkipped(incident.id)) return incident
  return undefined
}

function instant(ms: number): string {
  return new Date(ms).toISOString()
}
