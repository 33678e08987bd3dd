import { crashPoint } from '../crash-point.ts'
import type { Approval } from '../domain/approval.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { ModelReference } from '../domain/messages.ts'
import type { ModuleRuntime, Release } from '../domain/release.ts'
import { attemptName, releaseId, repositoryOf } from '../domain/release-names.ts'
import type { Ports } from '../ports.ts'
import { changeRelease, isSettled } from './change-release.ts'

export type StartReleasePorts = Pick<Ports, 'releases' | 'orchestrations' | 'clock' | 'audit'>

/**
 * Begins the release that an approval allows. The row decides: asked for again, also at once, it is the same one, and a
 * start that dies between the row and the engine is made up for by the timer.
 *
 * @throws Fault `approval-closed` for one that does not allow anything, `not-found` while no runtime is registered
 */
export async function startRelease(ports: StartReleasePorts, { site, approval }: { site: Id; approval: Approval }): Promise<Release> {
  if (approval.state !== 'approved') throw new Fault('approval-closed', `approval ${approval.id} is ${approval.state}.`)
  const { id, model } = approval
  return beginRelease(ports, { id: releaseId({ site, model, approval: id }), site, model, approval: id }, 'system')
}

export interface WantedRelease {
  readonly id: Id
  readonly site: Id
  readonly model?: ModelReference | undefined
  readonly approval?: Id | undefined
  readonly commissionedBy?: string | undefined
  /** The newest one where none is named. */
  readonly runtime?: ModuleRuntime | undefined
}

export async function beginRelease(ports: StartReleasePorts, wanted: WantedRelease, who: string): Promise<Release> {
  const release = (await ports.releases.find(wanted.site, wanted.id))?.value ?? (await insert(ports, wanted, who))
  crashPoint('release-row')
  await startOrchestration(ports, release)
  return release
}

/** Nothing for one that has come to its end. */
export async function startOrchestration({ orchestrations }: Pick<Ports, 'orchestrations'>, release: Release): Promise<void> {
  if (isSettled(release)) return
  await orchestrations.start('release', attemptName(release), { site: release.site, release: release.id })
}

/** Builds a release that failed once more. What the attempt before has left in the registry stays and is not used. */
export async function retryRelease(ports: StartReleasePorts, failed: Release, who: string): Promise<Release> {
  const { site, id } = failed
  const release = await changeRelease(ports, { site, release: id }, (before) => {
    if (before.state !== 'failed' || before.attempt !== failed.attempt) return undefined
    const { problem: _, index: __, artefact: ___, ...rest } = before
    return { ...rest, state: 'waiting', attempt: (before.attempt ?? 1) + 1, builds: [], images: [] }
  })
  if (release.attempt !== failed.attempt) await record(ports, release, 'release-retried', who)
  await startOrchestration(ports, release)
  return release
}

async function insert(ports: StartReleasePorts, wanted: WantedRelease, who: string): Promise<Release> {
  const { id, site, model, approval, commissionedBy } = wanted
  const runtime = wanted.runtime ?? (await ports.releases.newestRuntime())
  if (runtime === undefined)
    throw new Fault(
      'not-found',
      'There is no runtime to build with: register the images of the module first (PUT /api/runtimes/{version}).',
    )
  const release: Release = {
    ...{ id, site, ...(model && { model }), runtime: runtime.version },
    ...(approval !== undefined && { approval }),
    ...(commissionedBy !== undefined && { commissionedBy }),
    ...{ state: 'waiting', repository: model === undefined ? runtime.repository : repositoryOf(site) },
    ...{ builds: [], images: [], createdAt: ports.clock().toISOString() },
  }
  try {
    await ports.releases.save(release, undefined)
  } catch (error) {
    const stored = error instanceof Fault && error.code === 'release-changed' ? await ports.releases.find(site, id) : undefined
    if (stored === undefined) throw error
    return stored.value
  }
  await record(ports, release, 'release-started', who)
  return release
}

function record({ audit, clock }: StartReleasePorts, release: Release, action: string, who: string): Promise<void> {
  return audit.append(release.site, {
    at: clock().toISOString(),
    who,
    action,
    subject: `release/${release.id}`,
    detail: {
      runtime: release.runtime,
      model: release.model?.digest ?? 'none',
      ...(release.approval !== undefined && { approval: release.approval }),
    },
  })
}
