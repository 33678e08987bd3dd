import type { Approval } from '../domain/approval.ts'
import type { DeviceState } from '../domain/device-state.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { type ModelPassport, mostNamed, type Part, type ReleaseLink } from '../domain/passport.ts'
import { coversSite, type Principal } from '../domain/person.ts'
import { isInForce, type RegisteredModel } from '../domain/registered-model.ts'
import type { Release } from '../domain/release.ts'
import type { Ports } from '../ports.ts'
import { namesOf } from './names-of.ts'
import { type TeacherPorts, traceTeachers } from './trace-teachers.ts'

export type PassportPorts = TeacherPorts &
  Pick<Ports, 'models' | 'runs' | 'evaluations' | 'approvals' | 'releases' | 'deviceStates' | 'people'>

/** Pages of questions that are looked through for those about this model; there are a few a week. */
const mostApprovals = 500

/**
 * Where a model comes from and where it went: run, dataset, frames, incidents, recordings, people, evaluation, approvals,
 * releases, devices.
 *
 * @throws Fault `not-found` where there is no such model, or not for this person
 */
export async function readModelPassport(ports: PassportPorts, person: Principal, name: Id, version: string): Promise<ModelPassport> {
  const model = (await ports.models.find(name, version))?.value
  if (model === undefined || !coversSite(person, model.site)) throw new Fault('not-found')
  return describeModel(ports, model, await ports.deviceStates.list(model.site))
}

/** @param states Of the devices of the model's site */
export async function describeModel(ports: PassportPorts, model: RegisteredModel, states: readonly DeviceState[]): Promise<ModelPassport> {
  const { site, name, version, digest } = model
  const [run, evaluation, champion, approvals, releases, teachers] = await Promise.all([
    model.run === undefined ? undefined : ports.runs.find(site, model.run),
    model.evaluation === undefined ? undefined : ports.evaluations.find(model.evaluation),
    ports.models.champion(site),
    approvalsOf(ports, model),
    ports.releases.ofModel(digest),
    model.dataset === undefined ? undefined : traceTeachers(ports, model.dataset),
  ])
  const ownReleases = releases.filter((release) => release.site === site).slice(0, mostNamed)
  const people = [...partsOf(model, run?.value.startedBy, approvals), ...(teachers?.people ?? [])].slice(0, 1000)
  const running = states.filter(({ module }) => module?.model?.digest === digest)
  return {
    model: { ...model, link: `/api/models/${name}/${version}` },
    isChampion: isInForce(model, champion?.value),
    ...(run !== undefined && { run: { ...run.value, link: `/api/runs/${run.value.id}` } }),
    ...(evaluation !== undefined && { evaluation: { ...evaluation, link: `/api/evaluations/${evaluation.digest}` } }),
    approvals: approvals.map((approval) => ({ ...approval, link: `/api/approvals/${approval.id}` })),
    releases: ownReleases.map(releaseLink),
    devices: {
      count: running.length,
      named: running
        .slice(0, mostNamed)
        .map(({ device, isConnected }) => ({ device, isConnected, link: `/api/devices/${device}/passport` })),
    },
    ...(teachers !== undefined && { taughtBy: teachers.trace }),
    people,
    names: await namesOf(ports, [...people.map(({ who }) => who), ...commissionersOf(ownReleases)]),
  }
}

export function releaseLink(release: Release): ReleaseLink {
  return { ...release, link: `/api/releases/${release.id}` }
}

export function commissionersOf(releases: readonly (Pick<Release, 'commissionedBy'> | undefined)[]): string[] {
  return releases.flatMap((release) => release?.commissionedBy ?? [])
}

function partsOf({ uploadedBy }: RegisteredModel, startedBy: string | undefined, approvals: readonly Approval[]): Part[] {
  const decided = approvals.flatMap(({ decisions }) => decisions.map(({ by, decision }): Part => ({ who: by, part: decision })))
  return [
    ...(uploadedBy === undefined ? [] : [{ who: uploadedBy, part: 'uploaded' as const }]),
    ...(startedBy === undefined ? [] : [{ who: startedBy, part: 'started' as const }]),
    ...decided,
  ]
}

async function approvalsOf({ approvals }: PassportPorts, { site, digest }: RegisteredModel): Promise<readonly Approval[]> {
  const found: Approval[] = []
  let cursor: string | undefined
  for (let seen = 0; seen < mostApprovals && found.length < mostNamed; ) {
    const page = await approvals.list({ sites: [site], cursor, limit: 100 })
    found.push(...page.items.filter(({ model }) => model.digest === digest))
    seen += page.items.length
    cursor = page.cursor
    if (cursor === undefined) break
  }
  return found.slice(0, mostNamed)
}
