import type { Id } from '../domain/ids.ts'
import type { Ports } from '../ports.ts'
import { beginRolloutOrchestration } from './begin-rollout-orchestration.ts'
import { type WithdrawPorts, withdrawRevoked } from './withdraw-revoked.ts'

export interface WatchedRollout {
  readonly site: Id
  /** Id of a rollout whose orchestration was not there. */
  readonly started?: string
  /** What went wrong at this site; the others go on. */
  readonly error?: unknown
}

export type WatchRolloutsPorts = WithdrawPorts & Pick<Ports, 'rosters' | 'rollouts' | 'orchestrations'>

/** Makes up for what was cut off between a row and what follows from it. Run every minute, and as often as one likes. */
export async function watchRollouts(ports: WatchRolloutsPorts): Promise<readonly WatchedRollout[]> {
  const watched: WatchedRollout[] = []
  for (const { id: site } of await ports.rosters.listSites()) {
    try {
      const active = await ports.rollouts.active(site)
      const isStarted = active !== undefined && (await beginRolloutOrchestration(ports, active.value)) === 'started'
      watched.push({ site, ...(isStarted && { started: active.value.id }) })
    } catch (error) {
      watched.push({ site, error })
    }
  }
  await withdrawRevoked(ports)
  return watched
}
