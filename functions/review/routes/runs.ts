import { z } from 'zod'
import { DatasetVersion } from '../../../shared/domain/dataset.ts'
import { Id } from '../../../shared/domain/ids.ts'
import type { Role } from '../../../shared/domain/person.ts'
import { CurvePoint } from '../../../shared/domain/run-progress.ts'
import { TrainingPolicy, TrainingRun, TrainingRunId } from '../../../shared/domain/training-run.ts'
import { cancelRun } from '../../../shared/operations/cancel-run.ts'
import { findVisibleRun, readRun } from '../../../shared/operations/find-run.ts'
import { saveTrainingPolicy } from '../../../shared/operations/save-training-policy.ts'
import { startRetraining } from '../../../shared/operations/start-retraining.ts'
import { requireSite, visibleSites } from '../../../shared/operations/visible-sites.ts'
import { route } from '../route.ts'
import { Cursor, Limit, pageOf, SiteParams } from '../schemas.ts'
import { viewers } from '../viewers.ts'

const starters: readonly Role[] = ['data-scientist']

const RunAnswer = z.object(TrainingRun.shape)
const RunParams = z.strictObject({ id: TrainingRunId })
const PolicyAnswer = z.object({ ...TrainingPolicy.shape, version: z.string() })

export const runRoutes = [
  route({
    name: 'startRun',
    method: 'POST',
    path: 'runs',
    summary:
      'Trains a model on a dataset of a site, the newest if none is named; with `again` also on one that has had its run. A pipeline that has changed the trainer names the `commit`.',
    roles: starters,
    needsOrchestrations: true,
    body: z.strictObject({
      site: Id,
      dataset: DatasetVersion.optional(),
      again: z.boolean().optional(),
      commit: z.string().min(1).max(64).optional(),
    }),
    answer: RunAnswer,
    status: 202,
    run: (ports, { person, body }) => {
      requireSite(person, body.site)
      return startRetraining(ports, { ...body, reason: body.commit === undefined ? 'person' : 'code', startedBy: person.id })
    },
  }),
  route({
    name: 'listRuns',
    method: 'GET',
    path: 'runs',
    summary: 'Training runs, newest first.',
    roles: viewers,
    query: z.strictObject({ site: Id.optional(), cursor: Cursor, limit: Limit }),
    answer: pageOf(RunAnswer),
    run: async (ports, { person, query: { site, cursor, limit } }) =>
      ports.runs.list({ sites: await visibleSites(ports, person, site), cursor, limit }),
  }),
  route({
    name: 'getRun',
    method: 'GET',
    path: 'runs/{id}',
    summary: 'A training run: how far it is or what came of it, the curve of its losses and scores, and what its trainer said last.',
    roles: viewers,
    params: RunParams,
    answer: RunAnswer.extend({ curve: z.array(CurvePoint), log: z.array(z.string()) }),
    run: (ports, { person, params }) => readRun(ports, person, params.id),
  }),
  route({
    name: 'cancelRun',
    method: 'POST',
    path: 'runs/{id}/cancel',
    summary: 'Ends a run before it has a model; it is over when its job is.',
    roles: starters,
    needsOrchestrations: true,
    params: RunParams,
    answer: RunAnswer,
    status: 202,
    run: async (ports, { person, params }) => {
      const { site, id } = await findVisibleRun(ports, person, params.id)
      return cancelRun(ports, person, { site, run: id })
    },
  }),
  route({
    name: 'getTrainingPolicy',
    method: 'GET',
    path: 'sites/{site}/training-policy',
    summary: 'When a site trains by itself, and how.',
    roles: viewers,
    params: SiteParams,
    answer: PolicyAnswer,
    run: async (ports, { person, params }) => {
      const { value, version } = await ports.runs.policy(requireSite(person, params.site))
      return { ...value, version }
    },
  }),
  route({
    name: 'saveTrainingPolicy',
    method: 'PUT',
    path: 'sites/{site}/training-policy',
    summary: 'Says when a site trains by itself from now on, and how; what is left out gets its default.',
    roles: starters,
    params: SiteParams,
    body: TrainingPolicy,
    answer: PolicyAnswer,
    run: (ports, { person, params, body, version }) => saveTrainingPolicy(ports, person, params.site, body, version),
  }),
]
