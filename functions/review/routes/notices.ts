import { z } from 'zod'
import { Id } from '../../../shared/domain/ids.ts'
import { Notice } from '../../../shared/domain/notice.ts'
import { acknowledgeNotice } from '../../../shared/operations/acknowledge-notice.ts'
import { undoAction } from '../../../shared/operations/monitors/undo-action.ts'
import { namesOf } from '../../../shared/operations/names-of.ts'
import { noticeSites, readNotice } from '../../../shared/operations/read-notice.ts'
import type { Ports } from '../../../shared/ports.ts'
import { route } from '../route.ts'
import { Cursor, IdParams, Limit, Names, pageOf } from '../schemas.ts'
import { viewers } from '../viewers.ts'

const NoticeAnswer = z.object(Notice.shape)
const NoticeDetail = NoticeAnswer.extend({ names: Names })

export const noticeRoutes = [
  route({
    name: 'listNotices',
    method: 'GET',
    path: 'notices',
    summary: 'What people should know of the plants, of the models and of the app itself: those that are not over first, newest first.',
    roles: viewers,
    query: z.strictObject({
      site: Id.optional(),
      state: z.enum(['unresolved', 'cleared', 'all']).default('all'),
      cursor: Cursor,
      limit: Limit,
    }),
    answer: pageOf(NoticeAnswer),
    run: async (ports, { person, query: { site, ...query } }) =>
      ports.notices.list({ sites: await noticeSites(ports, person, site), ...query }),
  }),
  route({
    name: 'getNotice',
    method: 'GET',
    path: 'notices/{id}',
    summary: 'One notice: its figures, what was done by itself, and when it was open before.',
    roles: viewers,
    params: IdParams,
    answer: NoticeDetail,
    run: async (ports, { person, params }) => withNames(ports, await readNotice(ports, person, params.id)),
  }),
  route({
    name: 'acknowledgeNotice',
    method: 'POST',
    path: 'notices/{id}/acknowledge',
    summary: 'Says "I am on it"; for those whose work the notice is, and for IoT engineers.',
    roles: viewers,
    params: IdParams,
    answer: NoticeDetail,
    run: async (ports, { person, params }) => withNames(ports, await acknowledgeNotice(ports, person, params.id)),
  }),
  route({
    name: 'undoAction',
    method: 'POST',
    path: 'notices/{id}/undo',
    summary: 'Takes back what a monitor did by itself; it is not done again as long as the notice is open.',
    roles: ['iot-engineer'],
    needsOrchestrations: true,
    params: IdParams,
    body: z.strictObject({ action: z.string().min(1).max(200) }),
    answer: NoticeDetail,
    run: async (ports, { person, params, body }) => withNames(ports, await undoAction(ports, person, params.id, body.action)),
  }),
]

async function withNames(ports: Ports, notice: Notice): Promise<z.infer<typeof NoticeDetail>> {
  const ids = [notice.acknowledgedBy, ...notice.actions.map(({ undoneBy }) => undoneBy)].filter((id) => id !== undefined)
  return { ...notice, names: await namesOf(ports, ids) }
}
