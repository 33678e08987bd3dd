import { z } from 'zod'
import { AnnotationImport, ImportFormat } from '../../../shared/domain/annotation-import.ts'
import { DatasetExport, DatasetVersion, ExportFormat } from '../../../shared/domain/dataset.ts'
import { Id, Instant, Sha256 } from '../../../shared/domain/ids.ts'
import type { Role } from '../../../shared/domain/person.ts'
import { linkExport } from '../../../shared/operations/link-export.ts'
import { findExport, listExports, requestExport } from '../../../shared/operations/request-export.ts'
import { findImport, listImports, requestImport, startImport } from '../../../shared/operations/request-import.ts'
import { route } from '../route.ts'
import { Cursor, IdParams, Limit, MediaLinkAnswer, Names, pageOf } from '../schemas.ts'
import { answerReaders, datasetReaders } from './datasets.ts'

/** Who takes datasets to other tools and brings labels back. */
export const exportMakers: readonly Role[] = ['data-scientist']
const importers: readonly Role[] = ['data-scientist', 'data-labeler']

const VersionParams = z.strictObject({ version: DatasetVersion })
// Stripped: the row's path is not for callers, and a strict form would refuse the row for it.
const ExportAnswer = DatasetExport.omit({ path: true }).strip()
const ImportAnswer = AnnotationImport.omit({ path: true }).strip()
const ImportListed = ImportAnswer.omit({ report: true }).extend({
  applied: z.int().nonnegative().optional(),
  refused: z.int().nonnegative().optional(),
})

export const exportRoutes = [
  route({
    name: 'requestExport',
    method: 'POST',
    path: 'datasets/{version}/exports',
    summary:
      'Asks for a dataset in a format, with its pictures or with their addresses. The same one is made once; one that failed is made anew.',
    roles: exportMakers,
    needsOrchestrations: true,
    params: VersionParams,
    body: z.strictObject({ format: ExportFormat, images: z.enum(['included', 'urls']).default('included') }),
    answer: ExportAnswer,
    status: 202,
    run: (ports, { person, params, body }) => requestExport(ports, person, { dataset: params.version, ...body }),
  }),
  route({
    name: 'listExports',
    method: 'GET',
    path: 'datasets/{version}/exports',
    summary: 'The exports of a dataset version.',
    roles: datasetReaders,
    params: VersionParams,
    answer: z.object({ items: z.array(ExportAnswer) }),
    run: async (ports, { person, params }) => ({ items: await listExports(ports, person, params.version) }),
  }),
  route({
    name: 'getExport',
    method: 'GET',
    path: 'exports/{id}',
    summary:
      'An export: how far it is, what is in it, or why it failed. It is `ready` when it was read back and holds what the dataset holds.',
    roles: datasetReaders,
    params: IdParams,
    answer: ExportAnswer,
    run: (ports, { person, params }) => findExport(ports, person, params.id),
  }),
  route({
    name: 'linkExport',
    method: 'POST',
    path: 'exports/{id}/links',
    summary: 'A link to the ZIP of an export that is ready, good for 10 minutes.',
    roles: answerReaders,
    counts: 'links',
    params: IdParams,
    answer: MediaLinkAnswer.extend({ bytes: z.int(), sha256: Sha256 }),
    status: 201,
    run: (ports, { person, params }) => linkExport(ports, person, params.id),
  }),
  route({
    name: 'listImports',
    method: 'GET',
    path: 'imports',
    summary: 'Imports, newest first; of those that are done, how many pictures were taken over and how many refused.',
    roles: importers,
    query: z.strictObject({ site: Id.optional(), cursor: Cursor, limit: Limit }),
    answer: pageOf(ImportListed).extend({ names: Names }),
    run: (ports, { person, query }) => listImports(ports, person, query),
  }),
  route({
    name: 'requestImport',
    method: 'POST',
    path: 'imports',
    summary:
      'Opens a place for one file of annotations (a ZIP, or the JSON or XML file alone) and answers with the address to PUT it to, ' +
      'good for 10 minutes (header `x-ms-blob-type: BlockBlob`). Pictures are matched by their file names, which are those of our exports.',
    roles: importers,
    body: z.strictObject({
      site: Id,
      format: ImportFormat,
      emptyPictures: z.enum(['nothing-there', 'not-looked-at']).default('nothing-there'),
    }),
    answer: ImportAnswer.extend({ upload: z.object({ url: z.string(), expiresAt: Instant }) }),
    status: 201,
    run: (ports, { person, body }) => requestImport(ports, person, body),
  }),
  route({
    name: 'startImport',
    method: 'POST',
    path: 'imports/{id}/start',
    summary: 'Says that the upload is complete: it is read, checked as a whole, and taken over as edits of this person.',
    roles: importers,
    needsOrchestrations: true,
    params: IdParams,
    answer: ImportAnswer,
    status: 202,
    run: (ports, { person, params }) => startImport(ports, person, params.id),
  }),
  route({
    name: 'getImport',
    method: 'GET',
    path: 'imports/{id}',
    summary: 'An import: how far it is, and its report: what was changed, which pictures and labels are unknown, what was refused and why.',
    roles: importers,
    params: IdParams,
    answer: ImportAnswer,
    run: (ports, { person, params }) => findImport(ports, person, params.id),
  }),
]
