import { z } from 'zod'
import { Id } from '../../../shared/domain/ids.ts'
import { ModelCard } from '../../../shared/domain/model-card.ts'
import { modelFiles } from '../../../shared/domain/model-package.ts'
import type { Role } from '../../../shared/domain/person.ts'
import { RegisteredModel } from '../../../shared/domain/registered-model.ts'
import { FreeText } from '../../../shared/domain/verdict.ts'
import { linkModelFile, listModels, readModel } from '../../../shared/operations/read-model.ts'
import { revokeModel } from '../../../shared/operations/revoke-model.ts'
import { uploadModel } from '../../../shared/operations/upload-model.ts'
import { visibleSites } from '../../../shared/operations/visible-sites.ts'
import { withdrawRevoked } from '../../../shared/operations/withdraw-revoked.ts'
import { route } from '../route.ts'
import { Cursor, Limit, MediaLinkAnswer, pageOf, SiteParams } from '../schemas.ts'
import { viewers } from '../viewers.ts'

/** The only people who may have weights, and bring some. */
const makers: readonly Role[] = ['data-scientist']

/** What the platform lets through; https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger#limits */
const maxUploadBytes = 100 * 1024 * 1024

export const ModelParams = z.strictObject({ name: Id, version: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,62}$/) })
const ModelFile = z.enum([...Object.values(modelFiles), 'metrics.json'])

export const modelRoutes = [
  route({
    name: 'listModels',
    method: 'GET',
    path: 'models',
    summary: 'The register of models, newest first; which of them is in force.',
    roles: viewers,
    query: z.strictObject({ site: Id.optional(), cursor: Cursor, limit: Limit }),
    answer: pageOf(RegisteredModel.extend({ isChampion: z.boolean() })),
    run: async (ports, { person, query: { site, cursor, limit } }) =>
      listModels(ports, { sites: await visibleSites(ports, person, site), cursor, limit }),
  }),
  route({
    name: 'getModel',
    method: 'GET',
    path: 'models/{name}/{version}',
    summary: 'A model with its card, and whether it is the one in force.',
    roles: viewers,
    params: ModelParams,
    answer: z.object({ ...RegisteredModel.shape, isChampion: z.boolean(), card: ModelCard }),
    run: (ports, { person, params }) => readModel(ports, person, params.name, params.version),
  }),
  route({
    name: 'uploadModel',
    method: 'POST',
    path: 'sites/{site}/models',
    summary: 'Takes in a model as a ZIP of its folder (`model.onnx`, `model.json`), when it is fit to run; the answer says what is wrong.',
    roles: makers,
    params: SiteParams,
    upload: { contentType: 'application/zip', maxBytes: maxUploadBytes },
    answer: RegisteredModel,
    status: 201,
    run: (ports, { person, params, file }) => uploadModel(ports, person, params.site, file),
  }),
  route({
    name: 'linkModelFile',
    method: 'GET',
    path: 'models/{name}/{version}/files/{file}',
    summary: "A link to one of a model's files. Each one is on the audit chain.",
    roles: makers,
    counts: 'links',
    params: ModelParams.extend({ file: ModelFile }),
    answer: MediaLinkAnswer,
    run: (ports, { person, params }) => linkModelFile(ports, person, params),
  }),
  route({
    name: 'revokeModel',
    method: 'POST',
    path: 'models/{name}/{version}/revocation',
    summary: 'Takes a model back for ever: from every device, and refused everywhere, under whatever name.',
    roles: ['data-scientist', 'iot-engineer'],
    params: ModelParams,
    body: z.strictObject({ reason: FreeText }),
    answer: RegisteredModel,
    run: async (ports, { person, params, body }) => {
      const model = await revokeModel(ports, person, params, body.reason)
      // What is left over when the hub does not answer is taken away by the timer.
      await withdrawRevoked(ports)
      return model
    },
  }),
]
