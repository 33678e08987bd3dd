import { Fault } from './faults.ts'
import type { Instant } from './ids.ts'
import type { Rollout, RolloutState } from './rollout.ts'

export type RolloutCommand = 'halt' | 'resume' | 'roll-back'

/** Which commands of people a rollout obeys, and where they lead. What stands nowhere here is refused. */
const obeyed: Readonly<Record<RolloutCommand, Readonly<Partial<Record<RolloutState, RolloutState>>>>> = {
  halt: { waiting: 'halted', running: 'halted', paused: 'halted' },
  resume: { paused: 'running', halted: 'running' },
  'roll-back': {
    ...{ waiting: 'rolling-back', running: 'rolling-back', paused: 'rolling-back', halted: 'rolling-back' },
    completed: 'rolling-back',
  },
}

/** Where a command has led already: giving it again changes nothing. */
const obeyedAlready: Readonly<Record<RolloutCommand, readonly RolloutState[]>> = {
  halt: ['halted'],
  resume: ['running'],
  'roll-back': ['rolling-back', 'rolled-back'],
}

/**
 * The rollout after a command; itself where the command was obeyed before.
 *
 * @throws Fault `rollout-changed` for one that it cannot obey any more
 */
export function obey(rollout: Rollout, command: RolloutCommand, who: string, reason: string, now: Instant): Rollout {
  if (obeyedAlready[command].includes(rollout.state)) return rollout
  const state = obeyed[command][rollout.state]
  if (state === undefined) throw new Fault('rollout-changed', `It is ${rollout.state}; ${command} is not possible.`)
  const { endedAt: _, reason: __, endedBy: ___, ...rest } = rollout
  if (command === 'resume') return begun({ ...rest, state }, now)
  const said = { reason, endedBy: who }
  return command === 'halt' ? { ...rest, ...said, state } : { ...rest, ...said, state, backSince: now }
}

/** A ring that is done is not watched again: going on means the next one. What never began, begins. */
function begun(rollout: Rollout, now: Instant): Rollout {
  if (rollout.rings[0]?.startedAt === undefined) return { ...rollout, state: 'waiting' }
  const isDone = rollout.rings[rollout.ring]?.doneAt !== undefined
  return isDone && rollout.ring < rollout.rings.length - 1 ? beginRing(rollout, rollout.ring + 1, now) : rollout
}

export function beginRing(rollout: Rollout, ring: number, now: Instant): Rollout {
  return { ...rollout, ring, rings: rollout.rings.map((each, index) => (index === ring ? { ...each, startedAt: now } : each)) }
}
