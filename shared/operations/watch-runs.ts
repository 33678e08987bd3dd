import type { Id } from '../domain/ids.ts'
import type { Roster } from '../domain/roster.ts'
import { isOver } from '../domain/run-state.ts'
import { failedRunMail } from '../domain/training-mail.ts'
import type { TrainingRun } from '../domain/training-run.ts'
import type { Ports } from '../ports.ts'
import { type EndPorts, failRun } from './end-run.ts'
import { sendAnnouncement } from './send-announcement.ts'
import { type StartAfterNightPorts, startAfterNight } from './start-after-night.ts'

export type WatchRunsPorts = StartAfterNightPorts & EndPorts & Pick<Ports, 'rosters'>

export interface WatchedRuns {
  readonly site: Id
  /** Id of a run that the policy started. */
  readonly started?: string
  /** Ids of runs that had to be ended, since nobody followed them any more. */
  readonly ended?: readonly string[]
  /** What went wrong at this site; the others go on. */
  readonly error?: unknown
}

/** Older ones are over, or somebody would have noticed. */
const recentRuns = 50
/** Nobody is told of a failure later than this. */
const newsMs = 86_400_000

/** Looks after runs that should be under way, and starts those that the policy asks for. Run every few minutes, and as often as one likes. */
export async function watchRuns(ports: WatchRunsPorts): Promise<readonly WatchedRuns[]> {
  const watched: WatchedRuns[] = []
  for (const { id: site } of await ports.rosters.listSites()) {
    try {
      const ended = await followRuns(ports, site)
      const started = await startAfterNight(ports, site)
      watched.push({ site, ended, ...(started !== undefined && { started: started.id }) })
    } catch (error) {
      watched.push({ site, error })
    }
  }
  return watched
}

async function followRuns(ports: WatchRunsPorts, site: Id): Promise<readonly string[]> {
  const { items } = await ports.runs.list({ sites: [site], limit: recentRuns })
  const ended: string[] = []
  for (const run of items) if (!isOver(run) && !(await isUnderWay(ports, run))) ended.push(run.id)
  const now = ports.clock().getTime()
  const isNews = ({ state, endedAt = '' }: TrainingRun) => state === 'failed' && now - Date.parse(endedAt) < newsMs
  for (const run of items.filter(isNews)) await tellOfFailure(ports, run)
  return ended
}

/** Called again until all have been told. */
function tellOfFailure(ports: WatchRunsPorts, run: TrainingRun): Promise<void> {
  const write = (...to: [Roster, string, boolean]) => failedRunMail(run, ...to)
  return sendAnnouncement(ports, { site: run.site, kind: 'run-failed', id: run.id, topics: ['training'], write })
}

/** A run whose start was lost is started; one whose orchestration is no more is ended. */
async function isUnderWay(ports: WatchRunsPorts, { site, id }: TrainingRun): Promise<boolean> {
  const status = await ports.orchestrations.status(id)
  if (status === undefined) await ports.orchestrations.start('retraining', id, { site, run: id })
  if (status === undefined || status.state === 'running') return true
  await failRun(ports, { site, run: id }, `Its orchestration has ${status.state} without a result.`)
  return false
}
