import { z } from 'zod'
import { Fault } from '../../../shared/domain/faults.ts'
import { Id, Instant } from '../../../shared/domain/ids.ts'
import { InferenceMessage } from '../../../shared/domain/messages.ts'
import { MissedObjectInput } from '../../../shared/domain/missed-object.ts'
import { coversSite } from '../../../shared/domain/person.ts'
import { linkRecording } from '../../../shared/operations/link-media.ts'
import { reportMissedObject } from '../../../shared/operations/report-missed-object.ts'
import { requireSite } from '../../../shared/operations/visible-sites.ts'
import { route } from '../route.ts'
import { Cursor, IdParams, Limit, MediaLinkAnswer, pageOf, RecordingAnswer } from '../schemas.ts'
import { viewers } from '../viewers.ts'

/** Longest stretch of inferences in one answer: what a player asks for around an incident. */
const maxInferenceMinutes = 10

const MissedObjectAnswer = MissedObjectInput.extend({ id: Id, reportedAt: Instant, who: z.string(), name: z.string() })

export const mediaRoutes = [
  route({
    name: 'listRecordings',
    method: 'GET',
    path: 'recordings',
    summary: 'Recordings of a camera, newest first.',
    roles: viewers,
    query: z.strictObject({ site: Id, camera: Id, from: Instant.optional(), to: Instant.optional(), cursor: Cursor, limit: Limit }),
    answer: pageOf(RecordingAnswer),
    run: (ports, { person, query }) => {
      requireSite(person, query.site)
      return ports.recordings.list(query)
    },
  }),
  route({
    name: 'getRecording',
    method: 'GET',
    path: 'recordings/{id}',
    summary: 'One recording.',
    roles: viewers,
    params: IdParams,
    answer: RecordingAnswer,
    run: async (ports, { person, params }) => {
      const recording = await ports.recordings.find(params.id)
      if (recording === undefined || !coversSite(person, recording.site)) throw new Fault('not-found')
      return recording
    },
  }),
  route({
    name: 'linkRecording',
    method: 'POST',
    path: 'recordings/{id}/links',
    summary: 'A link to the video, good for 10 minutes.',
    roles: viewers,
    params: IdParams,
    answer: MediaLinkAnswer,
    status: 201,
    run: (ports, { person, params }) => linkRecording(ports, person, params.id),
  }),
  route({
    name: 'listInferences',
    method: 'GET',
    path: 'inferences',
    summary: `What the model saw, frame by frame, for at most ${maxInferenceMinutes} minutes.`,
    roles: viewers,
    query: z.strictObject({ site: Id, camera: Id, from: Instant, to: Instant }),
    answer: z.object({ items: z.array(InferenceMessage.pick({ model: true, frames: true })) }),
    run: async (ports, { person, query }) => {
      requireSite(person, query.site)
      const minutes = (Date.parse(query.to) - Date.parse(query.from)) / 60_000
      if (!(minutes > 0 && minutes <= maxInferenceMinutes)) {
        throw new Fault('input-invalid', `query: from and to must be in order and at most ${maxInferenceMinutes} minutes apart.`)
      }
      const items = []
      for await (const { message } of ports.inferences.read(query)) items.push({ model: message.model, frames: message.frames })
      return { items }
    },
  }),
  route({
    name: 'reportMissedObject',
    method: 'POST',
    path: 'missed-objects',
    summary: 'Reports what a person saw and the model did not.',
    roles: ['site-engineer', 'data-labeler'],
    body: MissedObjectInput,
    answer: MissedObjectAnswer,
    status: 201,
    run: (ports, { person, body }) => reportMissedObject(ports, person, body),
  }),
  route({
    name: 'listMissedObjects',
    method: 'GET',
    path: 'missed-objects',
    summary: 'Reports of missed objects of a site, newest first.',
    roles: viewers,
    query: z.strictObject({ site: Id, cursor: Cursor, limit: Limit }),
    answer: pageOf(MissedObjectAnswer),
    run: (ports, { person, query }) => {
      requireSite(person, query.site)
      return ports.missedObjects.list(query)
    },
  }),
]
