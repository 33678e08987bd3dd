import type { Id, Instant } from '../domain/ids.ts'
import type { RecordingWork } from '../domain/night.ts'
import type { Principal } from '../domain/person.ts'
import type { Recording } from '../domain/recording.ts'
import { type Coverage, findGaps } from '../domain/recording-gaps.ts'
import type { Ports } from '../ports.ts'
import { collect } from './collect.ts'
import { recordingsOverlapping } from './recordings-overlapping.ts'
import { requireSite } from './visible-sites.ts'

/** Longest time for which gaps are looked for: a week of segments of one minute is some 10,000 rows. */
const maxGapDays = 7

/** A recording with what became of it since. */
export interface RecordingState extends Recording {
  /** Whether the raw video is (still) there. */
  readonly hasRaw: boolean
  readonly archived: (Pick<RecordingWork, 'protection'> & { readonly at: Instant | undefined }) | undefined
  /** Frames that were taken out of it, by what is known of them. */
  readonly labels: Pick<RecordingWork, 'frames' | 'positive' | 'falsePositive' | 'undecided'>
}

export interface RecordingsQuery {
  readonly site: Id
  readonly camera: Id
  readonly from?: Instant
  readonly to?: Instant
  readonly cursor?: string
  readonly limit: number
}

/**
 * The recordings of a camera, newest first. The first page of a time that has both ends and is no longer than a week
 * says as well where there is no video in it.
 */
export async function listRecordings(ports: Pick<Ports, 'recordings' | 'recordingWork'>, person: Principal, query: RecordingsQuery) {
  requireSite(person, query.site)
  const page = await ports.recordings.list(query)
  const works = await worksOf(ports, page.items)
  const items = page.items.map((recording) => describe(recording, works.get(recording.id)))
  return { items, cursor: page.cursor, ...(await coverageOf(ports, query)) }
}

export async function withState({ recordingWork }: Pick<Ports, 'recordingWork'>, recording: Recording): Promise<RecordingState> {
  return describe(recording, (await recordingWork.find(recording))?.value)
}

/** A page is a stretch of time without holes in the list, so its work is read as one. */
async function worksOf(
  { recordingWork }: Pick<Ports, 'recordingWork'>,
  recordings: readonly Recording[],
): Promise<ReadonlyMap<Id, RecordingWork>> {
  const [newest, oldest] = [recordings[0], recordings.at(-1)]
  if (newest === undefined || oldest === undefined) return new Map()
  const to = new Date(Date.parse(newest.startedAt) + 1).toISOString()
  const works = await collect(recordingWork.all(newest.site, { camera: newest.camera, from: oldest.startedAt, to }))
  return new Map(works.map((work) => [work.recording, work]))
}

function describe(recording: Recording, work: RecordingWork | undefined): RecordingState {
  const { frames, positive, falsePositive, undecided } = work ?? {}
  return {
    ...recording,
    hasRaw: work?.rawRemovedAt === undefined,
    archived: work?.archivedSha256 === undefined ? undefined : { at: work.archivedAt, protection: work.protection },
    labels: { frames, positive, falsePositive, undecided },
  }
}

async function coverageOf(ports: Pick<Ports, 'recordings'>, query: RecordingsQuery): Promise<Coverage | undefined> {
  const { site, camera, from, to, cursor } = query
  if (from === undefined || to === undefined || cursor !== undefined) return undefined
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000
  if (!(days > 0 && days <= maxGapDays)) return undefined
  return findGaps({ from, to }, await collect(recordingsOverlapping(ports, { site, camera, from, to })))
}
