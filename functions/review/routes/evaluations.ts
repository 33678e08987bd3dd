import { z } from 'zod'
import { ComparedFrame, FrameOutcome } from '../../../shared/domain/compare-frames.ts'
import { Evaluation, GatePolicy } from '../../../shared/domain/evaluation.ts'
import { Id, Instant, Sha256 } from '../../../shared/domain/ids.ts'
import { judgeUploadedModel } from '../../../shared/operations/judge-uploaded-model.ts'
import { listComparedFrames } from '../../../shared/operations/list-compared-frames.ts'
import { findEvaluation } from '../../../shared/operations/read-model.ts'
import { recomputeEvaluation } from '../../../shared/operations/recompute-evaluation.ts'
import { saveGatePolicy } from '../../../shared/operations/save-gate-policy.ts'
import { requireSite } from '../../../shared/operations/visible-sites.ts'
import { route } from '../route.ts'
import { Cursor, pageOf, SiteParams } from '../schemas.ts'
import { viewers } from '../viewers.ts'
import { ModelParams } from './models.ts'

const DigestParams = z.strictObject({ digest: Sha256 })
const PolicyAnswer = z.object({ ...GatePolicy.shape, version: z.string() })

export const evaluationRoutes = [
  route({
    name: 'evaluateModel',
    method: 'POST',
    path: 'models/{name}/{version}/evaluations',
    summary: 'Compares a model with the champion and asks for approval, unless it is worse. Runs of training do so by themselves.',
    roles: ['data-scientist'],
    params: ModelParams,
    answer: Evaluation,
    run: (ports, { person, params }) => judgeUploadedModel(ports, person, params.name, params.version),
  }),
  route({
    name: 'getEvaluation',
    method: 'GET',
    path: 'evaluations/{digest}',
    summary: 'A comparison of candidate and champion: figures, replay, the answers of the gate and why.',
    roles: viewers,
    params: DigestParams,
    answer: Evaluation,
    run: (ports, { person, params }) => findEvaluation(ports, person, params.digest),
  }),
  route({
    name: 'recomputeEvaluation',
    method: 'GET',
    path: 'evaluations/{digest}/recomputation',
    summary: 'Works out a comparison again from its stored inputs, and says whether it comes to the same, to the last digit.',
    roles: ['data-scientist', 'safety-auditor'],
    params: DigestParams,
    answer: z.object({ digest: Sha256, isSame: z.boolean(), verdict: z.enum(['better', 'undecided', 'worse']), reason: z.string() }),
    run: async (ports, { person, params }) => recomputeEvaluation(ports, (await findEvaluation(ports, person, params.digest)).digest),
  }),
  route({
    name: 'listComparedFrames',
    method: 'GET',
    path: 'evaluations/{digest}/frames',
    summary:
      'Frames of the test with what is on them and what each model sees there, by who gets them right; each with a link to the picture, good for 10 minutes.',
    roles: ['data-scientist', 'safety-auditor'],
    params: DigestParams,
    query: z.strictObject({
      outcome: FrameOutcome.optional(),
      camera: Id.optional(),
      label: z.string().min(1).max(100).optional(),
      cursor: Cursor,
      limit: z.coerce.number().int().min(1).max(24).default(12),
    }),
    answer: pageOf(ComparedFrame.extend({ url: z.string() })).extend({ counts: z.record(FrameOutcome, z.int()), expiresAt: Instant }),
    run: (ports, { person, params, query }) => listComparedFrames(ports, person, params.digest, query),
  }),
  route({
    name: 'getGatePolicy',
    method: 'GET',
    path: 'sites/{site}/gate-policy',
    summary: "What a site's gate asks of a new model.",
    roles: viewers,
    params: SiteParams,
    answer: PolicyAnswer,
    run: async (ports, { person, params }) => {
      const { value, version } = await ports.evaluations.gatePolicy(requireSite(person, params.site))
      return { ...value, version }
    },
  }),
  route({
    name: 'saveGatePolicy',
    method: 'PUT',
    path: 'sites/{site}/gate-policy',
    summary: "Says what a site's gate asks for from now on; what is left out gets its default.",
    roles: ['data-scientist'],
    params: SiteParams,
    body: GatePolicy,
    answer: PolicyAnswer,
    run: (ports, { person, params, body, version }) => saveGatePolicy(ports, person, params.site, body, version),
  }),
]
