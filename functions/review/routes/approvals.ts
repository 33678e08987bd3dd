import { z } from 'zod'
import { Approval, Decision } from '../../../shared/domain/approval.ts'
import { Id, Sha256 } from '../../../shared/domain/ids.ts'
import type { Role } from '../../../shared/domain/person.ts'
import { RolloutPolicy } from '../../../shared/domain/rollout.ts'
import { FreeText } from '../../../shared/domain/verdict.ts'
import { askAgain } from '../../../shared/operations/ask-again.ts'
import { decideApproval } from '../../../shared/operations/decide-approval.ts'
import { readApproval } from '../../../shared/operations/find-approval.ts'
import { visibleSites } from '../../../shared/operations/visible-sites.ts'
import { route } from '../route.ts'
import { Cursor, IdParams, Limit, Names, pageOf } from '../schemas.ts'
import { viewers } from '../viewers.ts'

const deciders: readonly Role[] = ['data-scientist']

const ApprovalAnswer = z.object(Approval.shape)

export const approvalRoutes = [
  route({
    name: 'listApprovals',
    method: 'GET',
    path: 'approvals',
    summary: 'Questions whether a model may be released, newest first.',
    roles: viewers,
    query: z.strictObject({ site: Id.optional(), cursor: Cursor, limit: Limit }),
    answer: pageOf(ApprovalAnswer),
    run: async (ports, { person, query: { site, cursor, limit } }) =>
      ports.approvals.list({ sites: await visibleSites(ports, person, site), cursor, limit }),
  }),
  route({
    name: 'getApproval',
    method: 'GET',
    path: 'approvals/{id}',
    summary:
      'One question: what it is bound to, who may not say yes, and who has answered, by name; what came of it; and the rollout policy of now with its digest, which an answer must name.',
    roles: viewers,
    params: IdParams,
    answer: ApprovalAnswer.extend({
      names: Names,
      planNow: z.object({ policy: z.object(RolloutPolicy.shape), digest: Sha256 }),
      release: Id.optional(),
    }),
    run: (ports, { person, params }) => readApproval(ports, person, params.id),
  }),
  route({
    name: 'decideApproval',
    method: 'POST',
    path: 'approvals/{id}/decisions',
    summary: 'Says yes or no, with the digests of what one was shown. The first decision that is written counts.',
    roles: deciders,
    params: IdParams,
    needsOrchestrations: true,
    body: z.strictObject({ decision: Decision.shape.decision, reason: FreeText, model: Sha256, evaluation: Sha256, plan: Sha256 }),
    answer: ApprovalAnswer,
    run: (ports, { person, params, body }) => decideApproval(ports, person, params.id, body),
  }),
  route({
    name: 'requestApproval',
    method: 'POST',
    path: 'models/{name}/{version}/approvals',
    summary: 'Asks about a model by its newest evaluation and the rollout policy of now, e.g. after one of them has changed.',
    roles: deciders,
    params: z.strictObject({ name: Id, version: z.string().min(1).max(63) }),
    answer: ApprovalAnswer,
    status: 201,
    run: (ports, { person, params }) => askAgain(ports, person, params),
  }),
]
