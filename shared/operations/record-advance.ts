import type { AuditFact } from '../domain/audit.ts'
import type { Rollout } from '../domain/rollout.ts'
import type { Ports } from '../ports.ts'

const actions: Readonly<Partial<Record<Rollout['state'], string>>> = {
  running: 'rollout-began',
  paused: 'rollout-paused',
  halted: 'rollout-halted',
  'rolling-back': 'rollout-taken-back',
  'rolled-back': 'rollout-rolled-back',
  completed: 'rollout-completed',
}

/** Writes down what became of a rollout: another state, and each ring that began. */
export async function recordAdvance(
  { audit, clock }: Pick<Ports, 'audit' | 'clock'>,
  before: Rollout,
  after: Rollout,
  who = 'system',
): Promise<void> {
  const { site, id, release, ring, rings, state, reason } = after
  const fact = (action: string): AuditFact => {
    const { name = '', devices = 0, well = 0, failed = 0, away = 0 } = rings[ring] ?? {}
    const detail = { release, ring: name, devices, well, failed, away, ...(reason !== undefined && { reason: reason.slice(0, 300) }) }
    return { at: clock().toISOString(), who, action, subject: `rollout/${id}`, detail }
  }
  const action = actions[state]
  if (state !== before.state && action !== undefined) await audit.append(site, fact(action))
  const hasBegun = rings[ring]?.startedAt !== before.rings[ring]?.startedAt
  if (hasBegun) await audit.append(site, fact('ring-began'))
}
