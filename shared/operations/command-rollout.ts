import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { isActive, type Rollout } from '../domain/rollout.ts'
import { obey, type RolloutCommand } from '../domain/rollout-commands.ts'
import type { Ports } from '../ports.ts'
import { beginRolloutOrchestration } from './begin-rollout-orchestration.ts'
import { recordAdvance } from './record-advance.ts'

export interface CommandRequest {
  readonly site: Id
  readonly id: Id
  /** Id of the person, or `system`. */
  readonly who: string
  readonly reason: string
}

export type CommandPorts = Pick<Ports, 'rollouts' | 'models' | 'orchestrations' | 'audit' | 'clock'>

const maxRounds = 50

/** No further device gets the release; those that have it keep it until somebody says otherwise. */
export function haltRollout(ports: CommandPorts, request: CommandRequest): Promise<Rollout> {
  return command(ports, 'halt', request)
}

/** Goes on where it was halted, or with the next ring. */
export function resumeRollout(ports: CommandPorts, request: CommandRequest): Promise<Rollout> {
  return command(ports, 'resume', request)
}

/** Every device gets back what it had before; also when the rollout is over, as long as its release is in force. */
export function rollBack(ports: CommandPorts, request: CommandRequest): Promise<Rollout> {
  return command(ports, 'roll-back', request)
}

/**
 * Writes a person's command into the row and wakes the orchestration. The same command again changes nothing.
 *
 * @throws Fault `not-found`; `rollout-changed` where the rollout cannot obey any more; `rollout-active` while another is on its way
 */
async function command(ports: CommandPorts, name: RolloutCommand, { site, id, who, reason }: CommandRequest): Promise<Rollout> {
  for (let round = 0; round < maxRounds; round++) {
    const found = await ports.rollouts.find(site, id)
    if (found === undefined) throw new Fault('not-found', `rollout ${id}`)
    const next = obey(found.value, name, who, reason, ports.clock().toISOString())
    if (next !== found.value && !isActive(found.value.state)) await requireInForce(ports, found.value)
    if (next !== found.value && !(await isSaved(ports, next, found.version))) continue
    if (next !== found.value) await recordAdvance(ports, found.value, next, who)
    if (isActive(next.state)) await beginRolloutOrchestration(ports, next)
    return next
  }
  throw new Fault('rollout-changed', `Lost ${maxRounds} rounds.`)
}

async function isSaved({ rollouts }: CommandPorts, rollout: Rollout, version: string): Promise<boolean> {
  try {
    await rollouts.save(rollout, version)
    return true
  } catch (error) {
    if (!(error instanceof Fault && error.code === 'rollout-changed')) throw error
    return false
  }
}

/** What lies under a newer release is not in any device's way; and two at once would not know of each other. */
async function requireInForce({ rollouts, models }: CommandPorts, { site, id, release, model }: Rollout): Promise<void> {
  const active = (await rollouts.active(site))?.value
  if (active !== undefined && active.id !== id) throw new Fault('rollout-active', `${active.id} is ${active.state}.`)
  const champion = (await models.champion(site))?.value
  if (model !== undefined && champion?.release !== release)
    throw new Fault('rollout-changed', `${release} is not in force any more; ${champion?.release ?? 'none'} is.`)
}
