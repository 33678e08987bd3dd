import type { Answer } from '../api/call.ts'

export type Rollout = Answer<'getRollout'>
export type RolloutCommand = 'halt' | 'resume' | 'roll-back'
export type DeviceProgress = Rollout['deviceProgress'][number]

/** What people may tell a rollout in each state; the API has the last word. */
const obeyed: Readonly<Record<Rollout['state'], readonly RolloutCommand[]>> = {
  waiting: ['halt', 'roll-back'],
  running: ['halt', 'roll-back'],
  paused: ['resume', 'halt', 'roll-back'],
  halted: ['resume', 'roll-back'],
  'rolling-back': [],
  'rolled-back': [],
  completed: ['roll-back'],
}

export function commandsOf(state: Rollout['state']): readonly RolloutCommand[] {
  return obeyed[state]
}

export type RingStage =
  | { readonly kind: 'waiting' | 'taking' | 'done' }
  /** `leftMs` until the ring has been watched for long enough; 0 = it has, and is about to be judged. */
  | { readonly kind: 'baking'; readonly leftMs: number }

/** Where a ring is in its life. */
export function stageOf({ rings, policy }: Pick<Rollout, 'rings' | 'policy'>, index: number, nowMs: number): RingStage {
  const { startedAt, takenAt, doneAt } = rings[index] ?? {}
  if (doneAt !== undefined) return { kind: 'done' }
  if (startedAt === undefined) return { kind: 'waiting' }
  if (takenAt === undefined) return { kind: 'taking' }
  return { kind: 'baking', leftMs: Math.max(0, Date.parse(takenAt) + policy.bakeSeconds * 1000 - nowMs) }
}

/** How many devices of a ring have the release, or had it and are back. */
export function takenIn(devices: readonly DeviceProgress[], ring: number): number {
  return devices.filter((device) => device.ring === ring && (device.state === 'well' || device.takenAt !== undefined)).length
}
