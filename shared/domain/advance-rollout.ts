import type { DeviceState } from './device-state.ts'
import type { Id, Instant } from './ids.ts'
import { type DeviceFacts, judgeDevice, judgeReturn, type Wanted } from './judge-device.ts'
import { judgeRing, tally } from './judge-ring.ts'
import { planRings } from './ring-plan.ts'
import type { DeviceProgress, Rollout } from './rollout.ts'
import { beginRing } from './rollout-commands.ts'

/** The world at one look at a rollout. */
export interface RolloutFacts {
  readonly now: Instant
  /** Every device of the site. */
  readonly states: ReadonlyMap<Id, DeviceState>
  readonly wanted: Wanted
  /** Whether one of the policy's windows is open now, by the clock on the site's wall. */
  readonly isOpen: boolean
  /** The model was revoked meanwhile. */
  readonly isRevoked: boolean
  /** Of devices of the current ring. */
  readonly looks: ReadonlyMap<Id, Pick<DeviceFacts, 'starts' | 'comparison' | 'hasSpoken'>>
}

/** What follows from a look. Nothing of it is done twice when it is done again. */
export interface Advance {
  readonly rollout: Rollout
  readonly devices: readonly DeviceProgress[]
  /** Whose tag must name the release, and whose must not any more. */
  readonly tag: readonly Id[]
  readonly untag: readonly Id[]
  /** What must be true of the hub before the rollout is written: the layer for tagged devices, for all of the site, or gone. */
  readonly layer: 'tagged' | 'everywhere' | 'gone' | 'as-it-is'
}

/** The step that a rollout takes, given the world. Pure: the same look leads to the same step, however often it is made. */
export function advanceRollout(rollout: Rollout, known: readonly DeviceProgress[], facts: RolloutFacts): Advance {
  const devices = withNewDevices(rollout, known, facts)
  const stay: Advance = { rollout, devices, tag: [], untag: [], layer: 'as-it-is' }
  switch (rollout.state) {
    case 'waiting':
      return facts.isRevoked ? { ...stay, rollout: halted(rollout, 'Its model was revoked.') } : begin(stay, facts)
    case 'running':
    case 'paused':
      return look(rollout, devices, facts)
    case 'halted':
      // What a person halted, a person moves on; a bad release goes by itself.
      if (rollout.endedBy !== 'system' && !facts.isRevoked)
        return withCounts({ ...stay, devices: judgeAll(rollout, devices, facts).devices })
      return { ...stay, rollout: { ...rollout, state: 'rolling-back', backSince: facts.now } }
    case 'rolling-back':
      return goBack(rollout, devices, facts)
    case 'completed':
    case 'rolled-back':
      return stay
  }
}

/** Devices that came since the plan was made are in the last ring. */
function withNewDevices(rollout: Rollout, known: readonly DeviceProgress[], { states }: RolloutFacts): DeviceProgress[] {
  const names = new Set(known.map(({ device }) => device))
  const missing = [...states.values()].filter(({ device }) => !names.has(device))
  if (missing.length === 0) return [...known]
  const isPlanned = rollout.rings.some(({ devices }) => devices > 0)
  const last = rollout.policy.rings.length - 1
  const candidates = [...states.values()].map(({ device, tags, isConnected }) => ({ device, isConnected, ring: tags['ring'] as string }))
  const plan = isPlanned ? undefined : planRings(rollout.site, candidates, rollout.policy.rings)
  return [...known, ...missing.map(({ device }): DeviceProgress => ({ device, ring: plan?.get(device) ?? last, state: 'waiting' }))]
}

/** A tag that was left over from another time would let its device have the release at once. */
function begin(stay: Advance, facts: RolloutFacts): Advance {
  const rollout: Rollout = { ...beginRing(stay.rollout, 0, facts.now), state: 'running' }
  return withCounts({ ...stay, rollout, untag: tagged(facts, rollout.release), layer: 'tagged' })
}

function look(rollout: Rollout, devices: readonly DeviceProgress[], facts: RolloutFacts): Advance {
  const judged = judgeAll(rollout, devices, facts)
  const stay: Advance = withCounts({ rollout, devices: judged.devices, tag: [], untag: [], layer: 'as-it-is' })
  if (facts.isRevoked) return { ...stay, rollout: halted(stay.rollout, 'Its model was revoked.') }
  const { ring, rings, policy } = rollout
  const verdict = judgeRing(rollout, judged.devices, judged.crashed, facts.now)
  if (verdict.next === 'halt') return { ...stay, rollout: halted(stay.rollout, verdict.reason) }
  if (rollout.state === 'paused') return stay

  const isLast = ring === rings.length - 1
  if (verdict.next === 'done') {
    const done = changeRing(stay.rollout, { doneAt: rings[ring]?.doneAt ?? facts.now })
    if (isLast) return complete({ ...stay, rollout: done }, facts)
    if (policy.automatic) return { ...stay, rollout: beginRing(done, ring + 1, facts.now) }
    return { ...stay, rollout: { ...done, state: 'paused', reason: `Ring ${rings[ring]?.name} is done.` } }
  }
  if (verdict.isTaken && rings[ring]?.takenAt === undefined) return { ...stay, rollout: changeRing(stay.rollout, { takenAt: facts.now }) }
  return tell(stay, facts)
}

/** Tells the devices of the ring, as far as they may be told, and again those that were told without an effect. */
function tell(stay: Advance, facts: RolloutFacts): Advance {
  const { rollout } = stay
  const mayTake = ({ device, ring, state }: DeviceProgress) => {
    const found = facts.states.get(device)
    const isBusy = rollout.policy.waitsForIncidents && found?.isConnected === true && found.module?.isBusy === true
    return state === 'waiting' && ring <= rollout.ring && facts.isOpen && found !== undefined && !isBusy
  }
  const devices = stay.devices.map((each): DeviceProgress => (mayTake(each) ? { ...each, state: 'targeted', targetedAt: facts.now } : each))
  const told = devices.filter(({ state, ring }) => state !== 'waiting' && state !== 'back' && ring <= rollout.ring)
  const tag = told.map(({ device }) => device).filter((device) => facts.states.get(device) && tagOf(facts, device) !== rollout.release)
  return withCounts({ ...stay, devices, tag })
}

/** From now on it is what every device of the site gets, new ones too; so the tags have done their work. */
function complete(stay: Advance, facts: RolloutFacts): Advance {
  const rollout: Rollout = { ...stay.rollout, state: 'completed', endedAt: facts.now }
  return { ...stay, rollout, layer: 'everywhere', untag: tagged(facts, rollout.release) }
}

function goBack(rollout: Rollout, devices: readonly DeviceProgress[], facts: RolloutFacts): Advance {
  const since = rollout.backSince ?? facts.now
  // A device that has gone back once stays back; one that is away now will find what is below.
  const exposed = devices.filter(({ state }) => state !== 'waiting')
  const returned = new Map(
    exposed.map((each) => [
      each.device,
      judgeReturn(each, facts.states.get(each.device), facts.wanted, rollout.policy, { since, now: facts.now }),
    ]),
  )
  const next = devices.map((each) => returned.get(each.device) ?? each)
  const untag = tagged(facts, rollout.release)
  const isOver = untag.length === 0 && exposed.every(({ device }) => returned.get(device) !== undefined)
  const state = isOver ? { state: 'rolled-back' as const, endedAt: facts.now } : {}
  return withCounts({ rollout: { ...rollout, ...state }, devices: next, tag: [], untag, layer: 'gone' })
}

function judgeAll(rollout: Rollout, devices: readonly DeviceProgress[], facts: RolloutFacts) {
  const nothing = { starts: undefined, comparison: undefined, hasSpoken: undefined }
  const judged = devices.map((progress) => {
    const look = facts.looks.get(progress.device) ?? nothing
    const all = { ...look, state: facts.states.get(progress.device) }
    return judgeDevice(progress, all, facts.wanted, rollout.policy, facts.now)
  })
  const crashed = judged.filter(({ isCrashLoop }) => isCrashLoop).map(({ progress }) => progress.device)
  return { devices: judged.map(({ progress }) => progress), crashed }
}

function withCounts(advance: Advance): Advance {
  const rings = advance.rollout.rings.map((ring, index) => {
    const { all, well, failed, away } = tally(advance.devices.filter((device) => device.ring === index))
    return { ...ring, devices: all, well, failed, away }
  })
  return { ...advance, rollout: { ...advance.rollout, rings } }
}

function halted(rollout: Rollout, reason: string): Rollout {
  return { ...rollout, state: 'halted', reason: reason.slice(0, 1000), endedBy: 'system' }
}

function changeRing(rollout: Rollout, change: Partial<Rollout['rings'][number]>): Rollout {
  return { ...rollout, rings: rollout.rings.map((ring, index) => (index === rollout.ring ? { ...ring, ...change } : ring)) }
}

function tagged({ states }: RolloutFacts, release: Id): Id[] {
  return [...states.values()].filter(({ tags }) => tags['release'] === release).map(({ device }) => device)
}

function tagOf({ states }: RolloutFacts, device: Id): unknown {
  return states.get(device)?.tags['release']
}
