import type { RolloutFacts } from '../domain/advance-rollout.ts'
import { behaviourOf } from '../domain/behaviour-rates.ts'
import { compareBehaviour, type ExpectedRatios } from '../domain/compare-behaviour.ts'
import type { DeviceHealth } from '../domain/device-health.ts'
import type { Id } from '../domain/ids.ts'
import type { DeviceFacts } from '../domain/judge-device.ts'
import type { Release } from '../domain/release.ts'
import type { DeviceProgress, Rollout } from '../domain/rollout.ts'
import { isWithin } from '../domain/weekly-hours.ts'
import type { Ports } from '../ports.ts'
import { inParallel } from './in-parallel.ts'

export type FactPorts = Pick<Ports, 'models' | 'evaluations' | 'releases' | 'deviceStates' | 'healthHistory' | 'rosters' | 'clock'>

type DeviceLook = Pick<DeviceFacts, 'starts' | 'comparison' | 'hasSpoken'>

/** How much of the champion's past is looked at. */
export const pastMs = 2 * 3_600_000
const crashMs = 10 * 60_000
const readsAtOnce = 8

/** Everything that a step of a rollout is decided by. */
export async function gatherRolloutFacts(
  ports: FactPorts,
  rollout: Rollout,
  release: Release,
  devices: readonly DeviceProgress[],
): Promise<RolloutFacts> {
  const { site, policy } = rollout
  const now = ports.clock()
  const [states, roster, revoked] = await Promise.all([ports.deviceStates.list(site), ports.rosters.find(site), ports.models.revoked()])
  const wanted = { index: release.index ?? '', model: release.model?.digest, carrier: policy.carrier }
  return {
    now: now.toISOString(),
    states: new Map(states.map((state) => [state.device, state])),
    wanted,
    isOpen: policy.windows.length === 0 || isWithin(policy.windows, now, roster?.site.timeZone ?? 'UTC'),
    isRevoked: release.state === 'revoked' || (wanted.model !== undefined && revoked.has(wanted.model)),
    looks: await lookAtDevices(ports, rollout, release, devices, now),
  }
}

/** Only devices of the ring that is watched: the others had their time. */
async function lookAtDevices(
  ports: FactPorts,
  { state, ring, before, site, policy }: Rollout,
  { model }: Release,
  devices: readonly DeviceProgress[],
  now: Date,
): Promise<Map<Id, DeviceLook>> {
  const looks = new Map<Id, DeviceLook>()
  const watched = devices.filter((device) => device.ring === ring && device.targetedAt !== undefined)
  if (model === undefined || (state !== 'running' && state !== 'paused') || watched.length === 0) return looks
  const expected = await expectedRatios(ports, model, site, before)
  await inParallel(watched, readsAtOnce, async ({ device, targetedAt, takenAt }) => {
    const from = new Date(Date.parse(targetedAt!) - pastMs).toISOString()
    // Messages of this very moment belong to it.
    const history = await ports.healthHistory.read(device, from, new Date(now.getTime() + 1).toISOString())
    const past = history.filter(({ receivedAt }) => receivedAt < targetedAt!)
    const since =
      takenAt === undefined
        ? []
        : history.filter(({ receivedAt, message }) => receivedAt >= takenAt && message.model?.digest === model.digest)
    const champion = past.findLast(({ message }) => message.model !== undefined)?.message.model
    looks.set(device, {
      starts: startsOf(history, model.digest, now),
      // Of one that never spoke nobody can say that it fell silent.
      hasSpoken: history.length === 0 ? undefined : since.length > 0,
      comparison: champion && compareBehaviour(behaviourOf(past, champion.digest), behaviourOf(since, model.digest), policy, expected),
    })
  })
  return looks
}

function startsOf(history: readonly DeviceHealth[], digest: string, now: Date): number {
  const recent = history.filter(
    ({ receivedAt, message }) => message.model?.digest === digest && now.getTime() - Date.parse(receivedAt) <= crashMs,
  )
  return new Set(recent.map(({ message }) => message.bootId)).size
}

/** What the evaluation says about how much more, or less, the candidate sees on the same frames. */
export async function expectedRatios(
  { models, evaluations, releases }: FactPorts,
  { name, version }: NonNullable<Release['model']>,
  site: Id,
  before: Id | undefined,
): Promise<ExpectedRatios> {
  const digest = (await models.find(name, version))?.value.evaluation
  const test = digest === undefined ? undefined : (await evaluations.find(digest))?.test
  const champion = before === undefined ? undefined : (await releases.find(site, before))?.value.model?.digest
  if (test?.champion === undefined || test.champion.model.digest !== champion) return {}
  const { perClass } = test.champion
  const seen = (figures: { truePositives: number; falsePositives: number } | undefined) =>
    (figures?.truePositives ?? 0) + (figures?.falsePositives ?? 0)
  return Object.fromEntries(
    Object.keys(perClass).map((label) => [label, seen(test.candidate.perClass[label]) / Math.max(1, seen(perClass[label]))]),
  )
}
