import { z } from 'zod'
import { DatasetVersion } from '../../../shared/domain/dataset.ts'
import { Id, Sha256 } from '../../../shared/domain/ids.ts'
import { DevicePassport, LearnedFrom, ModelPassport } from '../../../shared/domain/passport.ts'
import { readDevicePassport } from '../../../shared/operations/read-device-passport.ts'
import { learnedFromDataset, learnedFromFrame, learnedFromIncident } from '../../../shared/operations/read-learned-from.ts'
import { readModelPassport } from '../../../shared/operations/read-model-passport.ts'
import { route } from '../route.ts'
import { IdParams } from '../schemas.ts'
import { viewers } from '../viewers.ts'

export const passportRoutes = [
  route({
    name: 'getModelPassport',
    method: 'GET',
    path: 'models/{name}/{version}/passport',
    summary:
      'Where a model comes from and where it went: run, dataset, pictures, incidents, people, evaluation, approvals, releases, devices.',
    roles: viewers,
    params: z.strictObject({ name: Id, version: z.string().min(1).max(63) }),
    answer: ModelPassport,
    run: (ports, { person, params }) => readModelPassport(ports, person, params.name, params.version),
  }),
  route({
    name: 'getDevicePassport',
    method: 'GET',
    path: 'devices/{id}/passport',
    summary: 'Which model runs in a device, what taught it and who approved it; beside it what the device should run.',
    roles: viewers,
    params: IdParams,
    answer: DevicePassport,
    run: (ports, { person, params }) => readDevicePassport(ports, person, params.id),
  }),
  route({
    name: 'getIncidentLineage',
    method: 'GET',
    path: 'incidents/{id}/lineage',
    summary: 'Which datasets, models and devices learned from an incident.',
    roles: viewers,
    params: IdParams,
    answer: LearnedFrom,
    run: (ports, { person, params }) => learnedFromIncident(ports, person, params.id),
  }),
  route({
    name: 'getDatasetLineage',
    method: 'GET',
    path: 'datasets/{version}/lineage',
    summary: 'Which models and devices learned from a dataset.',
    roles: viewers,
    params: z.strictObject({ version: DatasetVersion }),
    answer: LearnedFrom,
    run: (ports, { person, params }) => learnedFromDataset(ports, person, params.version),
  }),
  route({
    name: 'getFrameLineage',
    method: 'GET',
    path: 'frames/{id}/lineage',
    summary: 'Which datasets, models and devices learned from a picture.',
    roles: viewers,
    params: z.strictObject({ id: Sha256 }),
    answer: LearnedFrom,
    run: (ports, { person, params }) => learnedFromFrame(ports, person, params.id),
  }),
]
