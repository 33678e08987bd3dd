import { Fault } from '../domain/faults.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { Night, NightProgress, NightState } from '../domain/night.ts'
import type { Ports } from '../ports.ts'

export interface NightOutcome {
  readonly site: Id
  readonly night: string
  /** Changes before this instant were looked at; undefined when not even the listing succeeded. */
  readonly to?: Instant | undefined
  readonly progress: NightProgress
  readonly dataset?: string | undefined
  /** Whether the dataset could be built. */
  readonly isBuilt: boolean
}

export type FinishPorts = Pick<Ports, 'nights' | 'clock'>

const maxShown = 100

/**
 * Writes down how the night went. `complete` when all went well, `partial` when a recording could not be worked on,
 * `failed` when nothing could be listed or no dataset could be built: then the next night looks at the same changes again.
 * Run again it changes nothing.
 */
export async function finishNight({ nights, clock }: FinishPorts, outcome: NightOutcome): Promise<NightState> {
  const found = await nights.find(outcome.site, outcome.night)
  if (found === undefined) throw new Fault('not-found', `night ${outcome.night}`)
  if (found.value.state !== 'running') return found.value.state
  const problems = await nights.problems(outcome.night)
  const hasReachedEnd = outcome.to !== undefined && outcome.isBuilt
  const isWhole = problems.length === 0 && outcome.progress.recordings.bad === 0
  const state: NightState = !hasReachedEnd ? 'failed' : isWhole ? 'complete' : 'partial'
  const { secondsLeft: _, ...progress } = outcome.progress
  const night: Night = {
    ...found.value,
    state,
    endedAt: clock().toISOString(),
    progress: { ...progress, step: 'done' },
    problems: problems.slice(0, maxShown),
    problemCount: problems.length,
    ...(outcome.dataset !== undefined && { dataset: outcome.dataset }),
  }
  // Before the row: a night that says that it has ended has moved the watermark.
  if (hasReachedEnd) await nights.moveWatermark(outcome.site, outcome.to!)
  await nights.save(night, found.version)
  return state
}
