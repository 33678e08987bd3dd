import { crashPoint } from '../crash-point.ts'
import { type Advance, advanceRollout } from '../domain/advance-rollout.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { Release } from '../domain/release.ts'
import { isActive, type Rollout } from '../domain/rollout.ts'
import type { Ports } from '../ports.ts'
import { carryOut } from './carry-out-advance.ts'
import { gatherRolloutFacts } from './gather-rollout-facts.ts'
import { recordAdvance } from './record-advance.ts'

export type LookPorts = Pick<
  Ports,
  | ('rollouts' | 'releases' | 'models' | 'evaluations' | 'deployments' | 'deviceStates' | 'healthHistory' | 'imageRegistry')
  | ('modelSigner' | 'rosters' | 'audit' | 'clock')
>

export interface Look {
  readonly isOver: boolean
  /** Until the next one is worth while. */
  readonly waitSeconds: number
}

/** A rollout goes through a few states a ring; more steps at once than this are a mistake of ours. */
const mostSteps = 30

/**
 * One look at a rollout, and whatever follows from it: tells devices, judges them, goes on, halts, or falls back. May be
 * made twice, at once as well, and may be cut off anywhere: the row of the rollout decides, and of two looks one writes it.
 *
 * @throws Fault `not-found`, `iot-hub-unavailable`
 */
export async function lookAtRollout(ports: LookPorts, { site, rollout: id }: { site: Id; rollout: Id }): Promise<Look> {
  for (let step = 0; step < mostSteps; step++) {
    const found = await ports.rollouts.find(site, id)
    if (found === undefined) throw new Fault('not-found', `rollout ${id}`)
    if (!isActive(found.value.state)) return { isOver: true, waitSeconds: 0 }
    const release = (await ports.releases.find(site, found.value.release))?.value
    if (release === undefined) throw new Fault('not-found', `release ${found.value.release}`)
    try {
      if (!(await takeStep(ports, found.value, found.version, release))) break
    } catch (error) {
      // Somebody else wrote meanwhile, such as a person who halts it: look again.
      if (!(error instanceof Fault && error.code === 'rollout-changed')) throw error
    }
  }
  const { value } = (await ports.rollouts.find(site, id))!
  return { isOver: !isActive(value.state), waitSeconds: secondsToNext(value, ports.clock()) }
}

/** Answers whether anything is different now, so that another step may follow at once. */
async function takeStep(ports: LookPorts, rollout: Rollout, version: string, release: Release): Promise<boolean> {
  const known = await ports.rollouts.devices(rollout.id)
  const facts = await gatherRolloutFacts(ports, rollout, release, known)
  const advance = advanceRollout(rollout, known, facts)
  const before = new Map(known.map((device) => [device.device, canonicalJson(device)]))
  const changed = advance.devices.filter((device) => before.get(device.device) !== canonicalJson(device))
  const isOther = canonicalJson(advance.rollout) !== canonicalJson(rollout)
  // Devices first: whoever is told is written down, so that falling back finds all of them.
  if (changed.length > 0) await ports.rollouts.saveDevices(rollout.id, changed)
  crashPoint('rollout-devices-written')
  await carryOut(ports, { before: rollout, release, advance, version })
  crashPoint('rollout-carried-out')
  if (isOther) {
    await ports.rollouts.save(advance.rollout, version)
    crashPoint('rollout-written')
    await recordAdvance(ports, rollout, advance.rollout)
  }
  return isWorthAnother(rollout, advance, isOther || changed.length > 0)
}

/** Counts alone lead nowhere; another state or ring may. */
function isWorthAnother(before: Rollout, { rollout }: Advance, isOther: boolean): boolean {
  const mark = ({ state, ring, rings }: Rollout) => `${state} ${ring} ${rings[ring]?.takenAt} ${rings[ring]?.doneAt}`
  return isOther && mark(before) !== mark(rollout)
}

function secondsToNext({ policy, rings, ring, state }: Rollout, now: Date): number {
  const takenAt = rings[ring]?.takenAt
  if (state !== 'running' || takenAt === undefined) return policy.lookSeconds
  const left = policy.bakeSeconds - (now.getTime() - Date.parse(takenAt)) / 1000
  return Math.max(0.1, Math.min(policy.lookSeconds, left))
}
