import type { Id } from '../domain/ids.ts'
import type { Release } from '../domain/release.ts'
import { attemptName } from '../domain/release-names.ts'
import type { Ports } from '../ports.ts'
import { isSettled } from './change-release.ts'
import { type DeployPorts, deployRelease } from './deploy-release.ts'
import { type FailPorts, failRelease } from './fail-release.ts'
import { type StartReleasePorts, startOrchestration } from './start-release.ts'

export type WatchReleasesPorts = StartReleasePorts & DeployPorts & FailPorts & Pick<Ports, 'rosters'>

export interface WatchedReleases {
  readonly site: Id
  /** Releases that something was done about. */
  readonly touched: readonly Id[]
  /** What went wrong at this site; the others go on. */
  readonly error?: unknown
}

/** Older ones have come to their end long ago. */
const newest = 50

/** Makes up for starts that were lost, ends what lost its orchestration, deploys what had to wait. As often as one likes. */
export async function watchReleases(ports: WatchReleasesPorts): Promise<readonly WatchedReleases[]> {
  const watched: WatchedReleases[] = []
  for (const { id: site } of await ports.rosters.listSites()) {
    const touched: Id[] = []
    try {
      const { items } = await ports.releases.list({ sites: [site], limit: newest })
      for (const release of items) if (await look(ports, release, items)) touched.push(release.id)
      watched.push({ site, touched })
    } catch (error) {
      watched.push({ site, touched, error })
    }
  }
  return watched
}

async function look(ports: WatchReleasesPorts, release: Release, all: readonly Release[]): Promise<boolean> {
  const { site, id } = release
  const mayDeploy = release.state === 'ready' && release.deployedAt === undefined && !isOutdated(release, all)
  if (isSettled(release) && !mayDeploy) return false
  const status = await ports.orchestrations.status(attemptName(release))
  if (status?.state === 'running') return false
  if (mayDeploy) return (await deployRelease(ports, { site, release: id })) === 'deployed'
  if (status === undefined) await startOrchestration(ports, release)
  else await failRelease(ports, { site, release: id, problem: `Its orchestration has ${status.state} without a report.` })
  return true
}

/** What came after it has reached the devices: it must not follow now. */
function isOutdated({ createdAt }: Release, all: readonly Release[]): boolean {
  return all.some((other) => other.deployedAt !== undefined && other.createdAt > createdAt)
}
