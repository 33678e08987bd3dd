import { z } from 'zod'
import { Id } from '../../shared/domain/ids.ts'
import { buildImages, signRelease } from '../../shared/operations/build-images.ts'
import type { ReleaseKey } from '../../shared/operations/change-release.ts'
import { deployRelease } from '../../shared/operations/deploy-release.ts'
import { endingWhatIsInvalid, failRelease } from '../../shared/operations/fail-release.ts'
import { pollBuilds } from '../../shared/operations/poll-builds.ts'
import { sealRelease } from '../../shared/operations/seal-release.ts'
import type { Ports } from '../../shared/ports.ts'
import { type Activity, activity } from '../night/activity.ts'

const OfRelease = z.strictObject({ site: Id, release: Id })

/** Does nothing for a release that has ended, so the steps after one that ended it go through. */
function step(name: string, run: (ports: Ports, key: ReleaseKey) => Promise<unknown>): Activity {
  return activity({ name, input: OfRelease, run: (ports, key) => endingWhatIsInvalid(ports, key, () => run(ports, key)) })
}

/** What the orchestration of a release does. */
export const releaseActivities: readonly Activity[] = [
  step('sign-release', signRelease),
  step('build-images', buildImages),
  step('poll-builds', pollBuilds),
  step('seal-release', sealRelease),
  // Starts a rollout, which is an orchestration of its own.
  activity({ name: 'deploy-release', input: OfRelease, needsOrchestrations: true, run: deployRelease }),
  activity({ name: 'fail-release', input: OfRelease.extend({ problem: z.string().max(500) }), run: failRelease }),
]
