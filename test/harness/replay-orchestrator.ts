import { createHash } from 'node:crypto'
import type { OrchestrationHandler } from 'durable-functions'
import { canonicalJson } from '../../shared/domain/canonical-json.ts'
import { type Respond, recordOrchestrator } from './record-orchestrator.ts'
import { type HistoryEvent, type Replayed, runOrchestrator, type WantedAction } from './run-orchestrator.ts'

/** What an orchestrator wanted at the end of an episode. */
export interface Episode {
  /** Events of the history up to here. */
  readonly events: number
  /** Kind, name and hash of the input of every action so far, in order. */
  readonly actions: readonly string[]
  readonly status: unknown
  readonly output: unknown
}

/** A run as it was once, kept in the repository: code that is changed must still understand it. */
export interface RecordedRun {
  readonly orchestrator: string
  readonly input: unknown
  readonly history: readonly HistoryEvent[]
  readonly episodes: readonly Episode[]
}

const orchestratorCompleted = 13

export async function recordRun(
  orchestrator: string,
  handler: OrchestrationHandler,
  input: unknown,
  respond: Respond,
): Promise<RecordedRun> {
  const { history } = await recordOrchestrator(handler, input, respond)
  return { orchestrator, input, history, episodes: await episodesOf(handler, input, history) }
}

/**
 * Replays an orchestrator over a recorded run, episode by episode, and names the first thing that it does differently.
 * The SDK itself would go on without a word and hand an old answer to a new question.
 *
 * @returns undefined when it does what was recorded
 */
export async function findDifference(run: RecordedRun, handler: OrchestrationHandler): Promise<string | undefined> {
  const replayed = await episodesOf(handler, run.input, run.history).catch((error) => String(error))
  if (typeof replayed === 'string') return replayed
  for (const [index, wanted] of run.episodes.entries()) {
    const [before, now] = [canonicalJson(wanted), canonicalJson(replayed[index])]
    if (before !== now) return `episode ${index}: ${now} instead of ${before}`
  }
  return undefined
}

async function episodesOf(handler: OrchestrationHandler, input: unknown, history: readonly HistoryEvent[]): Promise<Episode[]> {
  const episodes: Episode[] = []
  for (const [index, event] of history.entries()) {
    if (event.EventType !== orchestratorCompleted) continue
    const state = await runOrchestrator(handler, input, history.slice(0, index))
    episodes.push(episodeOf(index, state))
  }
  return episodes
}

function episodeOf(events: number, { actions, customStatus, output, error }: Replayed): Episode {
  return { events, actions: actions.map(nameOf), status: customStatus ?? null, output: error ?? output ?? null }
}

function nameOf(action: WantedAction): string {
  const { actionType, functionName = '', input, fireAt = '', compoundActions = [], ...rest } = action
  const hash = createHash('sha256')
    .update(canonicalJson({ input: input ?? null, fireAt, rest }))
    .digest('hex')
    .slice(0, 16)
  const inner = compoundActions.length === 0 ? '' : ` [${compoundActions.map(nameOf).join(', ')}]`
  return `${actionType} ${functionName} ${hash}${inner}`
}
