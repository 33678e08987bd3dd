import type { Id, Instant } from '../domain/ids.ts'
import type { Recording } from '../domain/recording.ts'
import type { Ports } from '../ports.ts'

/** Recordings are filed by their start, and one may be ten minutes long (a camera cannot be set to more); twice that to be safe. */
const longestMs = 20 * 60_000

export interface Stretch {
  readonly site: Id
  readonly camera: Id
  readonly from: Instant
  /** Exclusive. */
  readonly to: Instant
}

/** The recordings of a camera that show any of this time, newest first. */
export async function* recordingsOverlapping({ recordings }: Pick<Ports, 'recordings'>, stretch: Stretch): AsyncIterable<Recording> {
  const { site, camera, to } = stretch
  const from = new Date(Date.parse(stretch.from) - longestMs).toISOString()
  let cursor: string | undefined
  do {
    const query = { site, camera, from, to, limit: 100, ...(cursor !== undefined && { cursor }) }
    const page = await recordings.list(query)
    yield* page.items.filter(({ endedAt }) => endedAt >= stretch.from)
    cursor = page.cursor
  } while (cursor !== undefined)
}
