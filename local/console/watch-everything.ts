import type { Role } from '../../shared/domain/person.ts'
import type { Api } from './api.ts'
import type { Watch } from './look-again.ts'
import { watchApprovals } from './watch-approvals.ts'
import { watchIncidents } from './watch-incidents.ts'
import { watchNights } from './watch-nights.ts'
import { watchReleases } from './watch-releases.ts'
import { watchRollouts } from './watch-rollouts.ts'
import { watchRuns } from './watch-runs.ts'

export interface EverythingOptions {
  readonly apiAs: (role: Role) => Api
  readonly apiUrl: string
  readonly onEvent: (line: string) => void
  readonly onIncident: (line: string, isNew: boolean) => void
}

export interface Watches {
  /** The function host has said something; whoever shows what that function changes looks again. */
  hostSaid(line: string): void
  stop(): Promise<void>
}

// Steps that a person can see in the progress of a night; each recording ends with its labels.
const nightSteps = new Set(['startNight', 'nights-due', 'plan-night', 'label-recording', 'note-problem', 'build-dataset', 'finish-night'])
const isOfLearning = (name: string) => /approval|release|rollout|image|model|commission|runtime|run\b/i.test(name)

/** Shows what happens in the factory's cloud, a line each. What only reads wakes nobody, above all our own looking. */
export function watchEverything({ apiAs, apiUrl, onEvent, onIncident }: EverythingOptions): Watches {
  const api = apiAs('safety-auditor')
  const watches: readonly { readonly watch: Watch; readonly concerns: (name: string) => boolean }[] = [
    { watch: watchIncidents(api, onIncident), concerns: (name) => !/-(recording|night|dataset|problem|page)$/i.test(name) },
    { watch: watchNights(api, onEvent), concerns: (name) => nightSteps.has(name) },
    { watch: watchRuns(api, onEvent), concerns: isOfLearning },
    { watch: watchReleases(api, onEvent), concerns: isOfLearning },
    { watch: watchApprovals(api, apiUrl, onEvent), concerns: isOfLearning },
    { watch: watchRollouts(api, onEvent), concerns: isOfLearning },
  ]
  for (const { watch } of watches) watch.look()
  return {
    hostSaid: (line) => {
      const name = /Executed 'Functions\.([\w-]+)'/.exec(line)?.[1]
      if (name === undefined || /^(list|get|open|read)/i.test(name)) return
      for (const { watch, concerns } of watches) if (concerns(name)) watch.look()
    },
    stop: async () => void (await Promise.all(watches.map(({ watch }) => watch.stop()))),
  }
}
