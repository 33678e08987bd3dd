import { z } from 'zod'
import { DatasetEntry, DatasetItem, DatasetVersion, SplitName } from '../../../shared/domain/dataset.ts'
import { DatasetDiff, DatasetDifference } from '../../../shared/domain/dataset-diff.ts'
import { DatasetQuality } from '../../../shared/domain/dataset-quality.ts'
import { DatasetStatistics } from '../../../shared/domain/dataset-statistics.ts'
import { Label } from '../../../shared/domain/detection.ts'
import { Frame, FrameManifest } from '../../../shared/domain/frame.ts'
import { FrameGroup, FrameLabels } from '../../../shared/domain/frame-labels.ts'
import { Id, Instant, Sha256 } from '../../../shared/domain/ids.ts'
import type { Role } from '../../../shared/domain/person.ts'
import { compareVersions } from '../../../shared/operations/compare-versions.ts'
import { listDifferences } from '../../../shared/operations/list-differences.ts'
import { describeDataset, findDataset, listItems } from '../../../shared/operations/read-dataset.ts'
import { linkFrame, linkVisibleFrames, readFrame } from '../../../shared/operations/read-frame.ts'
import { visibleSites } from '../../../shared/operations/visible-sites.ts'
import { route } from '../route.ts'
import { Cursor, Limit, MediaLinkAnswer, pageOf } from '../schemas.ts'

/** Who works with what models learn from, and who checks them. */
export const datasetReaders: readonly Role[] = ['data-scientist', 'data-labeler', 'safety-auditor']

/** Labelers are not shown which answers are known: some of their tasks are there to see how well they answer. */
export const answerReaders: readonly Role[] = ['data-scientist', 'safety-auditor']

const VersionParams = z.strictObject({ version: DatasetVersion })
const FrameParams = z.strictObject({ id: Sha256 })

export const datasetRoutes = [
  route({
    name: 'listDatasets',
    method: 'GET',
    path: 'datasets',
    summary: 'Dataset versions, newest first.',
    roles: datasetReaders,
    query: z.strictObject({ site: Id.optional(), cursor: Cursor, limit: Limit }),
    answer: pageOf(DatasetEntry),
    run: async (ports, { person, query: { site, cursor, limit } }) =>
      ports.datasets.list({ sites: await visibleSites(ports, person, site), cursor, limit }),
  }),
  route({
    name: 'getDataset',
    method: 'GET',
    path: 'datasets/{version}',
    summary: 'One dataset version. It never changes.',
    roles: datasetReaders,
    params: VersionParams,
    answer: DatasetEntry,
    run: (ports, { person, params }) => findDataset(ports, person, params.version),
  }),
  route({
    name: 'getDatasetStatistics',
    method: 'GET',
    path: 'datasets/{version}/statistics',
    summary: 'What is in a version: counts, box sizes, positions, provenance, and what a person should know before training on it.',
    roles: datasetReaders,
    params: VersionParams,
    answer: z.object({ statistics: DatasetStatistics, findings: DatasetQuality.shape.findings }),
    run: async (ports, { person, params }) => describeDataset(ports, (await findDataset(ports, person, params.version)).version),
  }),
  route({
    name: 'listDatasetItems',
    method: 'GET',
    path: 'datasets/{version}/items',
    summary: 'Pictures of a version with their annotations, by camera and time. A page may be short and still have a cursor.',
    roles: answerReaders,
    params: VersionParams,
    query: z.strictObject({
      group: FrameGroup.optional(),
      label: Label.optional(),
      split: SplitName.optional(),
      camera: Id.optional(),
      cursor: Cursor,
      limit: Limit,
    }),
    answer: pageOf(DatasetItem),
    run: async (ports, { person, params, query }) => listItems(ports, (await findDataset(ports, person, params.version)).version, query),
  }),
  route({
    name: 'diffDatasets',
    method: 'GET',
    path: 'datasets/{version}/diff',
    summary: 'What is different in a version as compared with another of the same site.',
    roles: datasetReaders,
    params: VersionParams,
    query: z.strictObject({ against: DatasetVersion }),
    answer: DatasetDiff,
    run: async (ports, { person, params, query }) => {
      const [after, before] = [await findDataset(ports, person, params.version), await findDataset(ports, person, query.against)]
      return compareVersions(ports, after, before)
    },
  }),
  route({
    name: 'listDatasetDifferences',
    method: 'GET',
    path: 'datasets/{version}/differences',
    summary:
      'Pictures that are new, gone or labelled otherwise in a version as compared with another of the same site, with both sides. A page may be short and still have a cursor.',
    roles: answerReaders,
    params: VersionParams,
    query: z.strictObject({
      against: DatasetVersion,
      kind: DatasetDifference.shape.kind.optional(),
      cursor: Cursor,
      limit: Limit,
    }),
    answer: pageOf(DatasetDifference),
    run: async (ports, { person, params, query: { against, ...query } }) => {
      const [after, before] = [await findDataset(ports, person, params.version), await findDataset(ports, person, against)]
      return listDifferences(ports, after, before, query)
    },
  }),
  route({
    name: 'getFrame',
    method: 'GET',
    path: 'frames/{id}',
    summary: 'A still by the SHA-256 of its JPEG: where it comes from and what is on it.',
    roles: answerReaders,
    params: FrameParams,
    answer: z.object({ frame: Frame, of: FrameManifest.omit({ frames: true }), labels: FrameLabels.optional() }),
    run: (ports, { person, params }) => readFrame(ports, person, params.id),
  }),
  route({
    name: 'linkFrame',
    method: 'POST',
    path: 'frames/{id}/links',
    summary: 'A link to the picture, good for 10 minutes.',
    roles: datasetReaders,
    counts: 'links',
    params: FrameParams,
    answer: MediaLinkAnswer,
    status: 201,
    run: (ports, { person, params }) => linkFrame(ports, person, params.id),
  }),
  route({
    name: 'linkFrames',
    method: 'POST',
    path: 'frames/links',
    summary:
      'Links to up to 50 pictures at once, good for 10 minutes. Those that do not exist, or belong to a site that one does not cover, are left out.',
    roles: datasetReaders,
    counts: 'links',
    body: z.strictObject({ frames: z.array(Sha256).min(1).max(50) }),
    answer: z.object({ items: z.array(z.object({ frame: Sha256, url: z.string() })), expiresAt: Instant }),
    status: 201,
    run: (ports, { person, body }) => linkVisibleFrames(ports, person, body.frames),
  }),
]
