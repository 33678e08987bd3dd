import { z } from 'zod'
import { LegalHold, Protection } from '../../../shared/domain/archive.ts'
import { Fault } from '../../../shared/domain/faults.ts'
import { Id, Instant, Sha256 } from '../../../shared/domain/ids.ts'
import { coversSite } from '../../../shared/domain/person.ts'
import { linkRecording } from '../../../shared/operations/link-media.ts'
import { listHolds } from '../../../shared/operations/list-holds.ts'
import { listRecordings, withState } from '../../../shared/operations/list-recordings.ts'
import { makeClip, maxClipMinutes } from '../../../shared/operations/make-clip.ts'
import { makeEvidence } from '../../../shared/operations/make-evidence.ts'
import { HoldInput, placeHold, releaseHold } from '../../../shared/operations/place-hold.ts'
import { route } from '../route.ts'
import { Cursor, IdParams, Limit, MediaLinkAnswer, Names, pageOf, RecordingAnswer, SiteParams } from '../schemas.ts'
import { viewers } from '../viewers.ts'

const Count = z.int().optional()
const RecordingStateAnswer = RecordingAnswer.extend({
  hasRaw: z.boolean(),
  archived: z.object({ at: Instant.optional(), protection: Protection.optional() }).optional(),
  labels: z.object({ frames: Count, positive: Count, falsePositive: Count, undecided: Count }),
})
const CoverageAnswer = z.object({
  gaps: z.array(z.object({ from: Instant, to: Instant })),
  coverage: z.number(),
})
const HoldAnswer = z.object(LegalHold.shape)

export const recordingRoutes = [
  route({
    name: 'listRecordings',
    method: 'GET',
    path: 'recordings',
    summary: 'Recordings of a camera, newest first. The first page of at most a week says where there is no video in it.',
    roles: viewers,
    query: z.strictObject({ site: Id, camera: Id, from: Instant.optional(), to: Instant.optional(), cursor: Cursor, limit: Limit }),
    answer: pageOf(RecordingStateAnswer).extend(CoverageAnswer.partial().shape),
    run: (ports, { person, query }) => listRecordings(ports, person, query),
  }),
  route({
    name: 'getRecording',
    method: 'GET',
    path: 'recordings/{id}',
    summary: 'One recording.',
    roles: viewers,
    params: IdParams,
    answer: RecordingStateAnswer,
    run: async (ports, { person, params }) => {
      const recording = await ports.recordings.find(params.id)
      if (recording === undefined || !coversSite(person, recording.site)) throw new Fault('not-found')
      return withState(ports, recording)
    },
  }),
  route({
    name: 'linkRecording',
    method: 'POST',
    path: 'recordings/{id}/links',
    summary: 'A link to the video, good for 10 minutes; to the archived one where the raw one is gone.',
    roles: viewers,
    counts: 'links',
    params: IdParams,
    answer: MediaLinkAnswer,
    status: 201,
    run: (ports, { person, params }) => linkRecording(ports, person, params.id),
  }),
  route({
    name: 'makeClip',
    method: 'POST',
    path: 'clips',
    summary: `Any stretch of a camera of at most ${maxClipMinutes} minutes as one video, and where there is none in it.`,
    roles: viewers,
    counts: 'links',
    body: z.strictObject({ site: Id, camera: Id, from: Instant, to: Instant }),
    answer: MediaLinkAnswer.extend({
      ...{ downloadUrl: z.string(), sha256: Sha256, bytes: z.int(), startedAt: Instant, endedAt: Instant },
      recordings: z.array(RecordingAnswer.pick({ id: true, startedAt: true, frameRate: true })),
      ...CoverageAnswer.shape,
    }),
    status: 201,
    run: (ports, { person, body }) => makeClip(ports, person, body),
  }),
  route({
    name: 'makeEvidence',
    method: 'POST',
    path: 'incidents/{id}/evidence',
    summary: 'A ZIP with all that there is about an incident, and how to verify it.',
    roles: ['safety-auditor', 'site-engineer'],
    params: IdParams,
    answer: MediaLinkAnswer.extend({ digest: Sha256, files: z.int() }),
    status: 201,
    run: (ports, { person, params }) => makeEvidence(ports, person, params.id),
  }),
  route({
    name: 'listHolds',
    method: 'GET',
    path: 'sites/{site}/holds',
    summary: 'What must be kept whatever the policy says; released holds too.',
    roles: ['safety-auditor'],
    params: SiteParams,
    answer: z.object({ items: z.array(HoldAnswer), names: Names }),
    run: (ports, { person, params }) => listHolds(ports, person, params.site),
  }),
  route({
    name: 'placeHold',
    method: 'POST',
    path: 'holds',
    summary: 'Keeps all video of a camera (or of all) and time until it is released.',
    roles: ['safety-auditor'],
    body: HoldInput,
    answer: HoldAnswer,
    status: 201,
    run: (ports, { person, body }) => placeHold(ports, person, body),
  }),
  route({
    name: 'releaseHold',
    method: 'POST',
    path: 'sites/{site}/holds/{id}/release',
    summary: 'Ends a hold: the policy counts again.',
    roles: ['safety-auditor'],
    params: z.strictObject({ site: Id, id: Id }),
    answer: HoldAnswer,
    run: (ports, { person, params }) => releaseHold(ports, person, params.site, params.id),
  }),
]
