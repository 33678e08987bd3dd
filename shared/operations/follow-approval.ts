import { crashPoint } from '../crash-point.ts'
import type { Approval } from '../domain/approval.ts'
import type { Ports } from '../ports.ts'
import { approveModel, refuseModel } from './set-model-state.ts'
import { type StartReleasePorts, startRelease } from './start-release.ts'

export type FollowPorts = StartReleasePorts & Pick<Ports, 'models'>

/** Does what follows from a decision. As often as one likes, by as many as like. */
export async function followApproval(ports: FollowPorts, approval: Approval): Promise<void> {
  const reason = approval.decisions.at(-1)?.reason ?? ''
  if (approval.state === 'rejected') await refuseModel(ports, approval, reason)
  if (approval.state !== 'approved') return
  const model = await approveModel(ports, approval, reason)
  crashPoint('model-approved')
  if (model?.state === 'approved') await startRelease(ports, { site: approval.site, approval })
}
