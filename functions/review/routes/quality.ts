import { z } from 'zod'
import { DriftThresholds } from '../../../shared/domain/drift-thresholds.ts'
import { Id, Instant, Sha256 } from '../../../shared/domain/ids.ts'
import { QualityReport, ReferenceEntry } from '../../../shared/domain/quality-report.ts'
import { ReviewBatch } from '../../../shared/domain/review-batch.ts'
import { FreeText } from '../../../shared/domain/verdict.ts'
import { renewReference } from '../../../shared/operations/make-references.ts'
import { listBatches, readBatch, readQuality } from '../../../shared/operations/read-quality.ts'
import { recomputeQuality } from '../../../shared/operations/recompute-quality.ts'
import { saveDriftThresholds } from '../../../shared/operations/save-drift-thresholds.ts'
import { requireSite } from '../../../shared/operations/visible-sites.ts'
import { route } from '../route.ts'
import { SiteParams } from '../schemas.ts'
import { viewers } from '../viewers.ts'

const ThresholdsAnswer = z.object({ ...DriftThresholds.shape, version: z.string() })
const BatchFrame = z.object({ frame: Sha256, recording: Id, at: Instant, isAnswered: z.boolean(), url: z.string() })

export const qualityRoutes = [
  route({
    name: 'readQuality',
    method: 'GET',
    path: 'sites/{site}/quality',
    summary:
      'How well the model in force does: precision and recall with their intervals, and what drifts by camera and monitor. An hour old at most.',
    roles: viewers,
    params: SiteParams,
    answer: QualityReport,
    run: ({ quality }, { person, params }) => readQuality({ quality }, person, params.site),
  }),
  route({
    name: 'recomputeQuality',
    method: 'POST',
    path: 'sites/{site}/quality/{day}/recomputation',
    summary: 'Works a day (UTC) out again from what is stored, judges anew, and answers with the report.',
    roles: ['data-scientist'],
    params: SiteParams.extend({ day: z.iso.date() }),
    answer: QualityReport,
    run: (ports, { person, params }) => recomputeQuality(ports, person, params.site, params.day),
  }),
  route({
    name: 'listReviewBatches',
    method: 'GET',
    path: 'sites/{site}/review-batches',
    summary: 'Frames that show a drift best, as batches for people; newest first, with how many are answered.',
    roles: [...viewers, 'data-labeler'],
    params: SiteParams,
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(50).default(20) }),
    answer: z.object({ items: z.array(z.object({ ...ReviewBatch.shape, frames: z.int(), answered: z.int() })) }),
    run: async (ports, { person, params, query }) => ({ items: await listBatches(ports, person, params.site, query.limit) }),
  }),
  route({
    name: 'getReviewBatch',
    method: 'GET',
    path: 'sites/{site}/review-batches/{batch}',
    summary: 'A review batch with links to its pictures, good for 10 minutes.',
    roles: ['data-scientist', 'data-labeler', 'safety-auditor'],
    params: SiteParams.extend({ batch: Id }),
    answer: z.object({ ...ReviewBatch.shape, frames: z.array(BatchFrame), expiresAt: Instant }),
    run: (ports, { person, params }) => readBatch(ports, person, params.site, params.batch),
  }),
  route({
    name: 'makeQualityReference',
    method: 'POST',
    path: 'sites/{site}/quality-references',
    summary: 'Says that a time of a camera is what is usual from now on, and why: for changes that are to stay.',
    roles: ['data-scientist'],
    params: SiteParams,
    body: z.strictObject({ camera: Id, from: Instant, to: Instant, reason: FreeText }),
    status: 201,
    answer: ReferenceEntry,
    run: (ports, { person, params, body }) => renewReference(ports, person, { site: params.site, ...body }),
  }),
  route({
    name: 'getDriftThresholds',
    method: 'GET',
    path: 'sites/{site}/drift-thresholds',
    summary: 'From when on a difference counts as drift.',
    roles: viewers,
    params: SiteParams,
    answer: ThresholdsAnswer,
    run: async ({ quality }, { person, params }) => {
      const { value, version } = await quality.thresholds(requireSite(person, params.site))
      return { ...value, version }
    },
  }),
  route({
    name: 'saveDriftThresholds',
    method: 'PUT',
    path: 'sites/{site}/drift-thresholds',
    summary: 'Says from when on a difference counts; what is left out gets its default.',
    roles: ['data-scientist'],
    params: SiteParams,
    body: DriftThresholds,
    answer: ThresholdsAnswer,
    run: (ports, { person, params, body, version }) => saveDriftThresholds(ports, person, params.site, body, version),
  }),
]
