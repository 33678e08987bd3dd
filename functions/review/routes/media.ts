import { z } from 'zod'
import { Fault } from '../../../shared/domain/faults.ts'
import { Id, Instant } from '../../../shared/domain/ids.ts'
import { InferenceMessage } from '../../../shared/domain/messages.ts'
import { MissedObjectInput } from '../../../shared/domain/missed-object.ts'
import { reportMissedObject } from '../../../shared/operations/report-missed-object.ts'
import { requireSite } from '../../../shared/operations/visible-sites.ts'
import { route } from '../route.ts'
import { Cursor, Limit, pageOf } from '../schemas.ts'
import { viewers } from '../viewers.ts'

/** Longest stretch of inferences in one answer: what a player asks for around an incident. */
const maxInferenceMinutes = 10

const MissedObjectAnswer = MissedObjectInput.extend({ id: Id, reportedAt: Instant, who: z.string(), name: z.string() })

export const mediaRoutes = [
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
