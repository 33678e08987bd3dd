import type { Approval } from '../../../../shared/domain/approval.ts'
import type { Principal } from '../../../../shared/domain/person.ts'
import { RolloutPolicy } from '../../../../shared/domain/rollout.ts'
import { requestApproval } from '../../../../shared/operations/request-approval.ts'
import type { Orchestrations, Ports } from '../../../../shared/ports.ts'
import { teachModel } from '../../../harness/sample-model.ts'

/** Somebody who had no hand in any model. */
export function scientist(id: string, sites: Principal['sites'] = 'all'): Principal {
  return { id, name: id, roles: ['data-scientist'], sites }
}

/** A site with a runtime to build upon, a model, and the question about it. */
export async function openQuestion(ports: Ports, site: string, policy: Partial<RolloutPolicy> = {}): Promise<Approval> {
  await ports.rosters.saveSite({ id: site, name: site, timeZone: 'UTC' })
  const images = [{ architecture: 'amd64' as const, digest: `sha256:${'1'.repeat(64)}`, bytes: 1000 }]
  const registered = { registeredAt: '2026-03-01T00:00:00.000Z', registeredBy: 'engineer' }
  await ports.releases.saveRuntime({ version: '1.0.0', repository: 'sightloop/runtime', images, ...registered })
  if (Object.keys(policy).length > 0) await ports.rollouts.savePolicy(site, RolloutPolicy.parse(policy), undefined)
  const { model, evaluation } = await teachModel(ports, site)
  return requestApproval(ports, { site, model, evaluation: evaluation.digest })
}

/** What somebody who was shown this question answers. */
export function answerTo({ model, evaluation, plan }: Approval, decision: 'approved' | 'rejected' = 'approved') {
  return { decision, reason: `It is ${decision}.`, model: model.digest, evaluation, plan }
}

/** Only remembers what was started; nothing runs. */
export function rememberStarts(): Orchestrations & { readonly started: string[] } {
  const started: string[] = []
  return {
    started,
    start: async (_, id) => {
      if (!started.includes(id)) started.push(id)
    },
    wake: async () => {},
    status: async (id) => (started.includes(id) ? { state: 'running', custom: undefined, output: undefined } : undefined),
  }
}
