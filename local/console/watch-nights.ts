import type { Night } from '../../shared/domain/night.ts'
import type { Api } from './api.ts'
import { lookAgain, type Watch } from './look-again.ts'

/** Tells how nights go, one line for each change, whoever started them. The first look only learns what is there. */
export function watchNights(api: Api, onEvent: (line: string) => void): Watch {
  const told = new Map<string, string>()
  let isFirst = true

  return lookAgain(async () => {
    const { items } = await api.get<{ items: readonly Night[] }>('nights?limit=5')
    for (const { id, state } of [...items].reverse()) {
      if (state !== 'running' && told.get(id) === state) continue
      // The list has what was written down; a night that runs says itself how far it is.
      const night = await api.get<Night>(`nights/${id}`)
      const stage = stageOf(night)
      const isNews = told.get(id) !== stage && !(isFirst && night.state !== 'running')
      told.set(id, stage)
      if (isNews) onEvent(describeNight(night))
    }
    isFirst = false
  })
}

/** Worth a line of its own: another step, or another twentieth of the recordings. */
function stageOf({ state, progress: { step, recordings } }: Night): string {
  return state === 'running' ? `${step} ${Math.floor((20 * recordings.done) / Math.max(1, recordings.all))}` : state
}

/** How a night is going, or how it went, in one line. */
export function describeNight({ id, state, progress, problems, problemCount, dataset }: Night): string {
  const { recordings, frames, annotations, bytes, secondsLeft } = progress
  const counts = `${recordings.done} of ${recordings.all} recordings, ${frames} frames, ${annotations} annotations, ${megabytes(bytes)}`
  if (state === 'running') {
    if (progress.step === 'listing') return `${id}: looking what is new`
    if (progress.step !== 'recordings') return `${id}: ${counts}; building the dataset`
    return `${id}: ${counts}${secondsLeft === undefined ? '' : `, about ${secondsLeft} s left`}`
  }
  const outcome = dataset === undefined ? 'no dataset, because nothing has been judged yet' : `dataset ${dataset}`
  const [first] = problems
  const trouble = first === undefined ? '' : `; ${problemCount} not done, first ${first.recording ?? first.step}: ${first.reason}`
  return `${id} is ${state}: ${counts}; ${state === 'failed' ? 'no new dataset' : outcome}${trouble}`
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
