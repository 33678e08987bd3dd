import { z } from 'zod'
import { Id } from '../../../shared/domain/ids.ts'
import { Role } from '../../../shared/domain/person.ts'
import { PushTarget } from '../../../shared/domain/push.ts'
import { Severity } from '../../../shared/domain/rule.ts'
import { readPush, subscribePush, unsubscribePush } from '../../../shared/operations/subscribe-push.ts'
import { route } from '../route.ts'

const PushAnswer = z.object({ publicKey: z.string().optional(), leastSeverity: Severity.optional() })
/** The first 32 hex digits of the SHA-256 of the browser's endpoint, which itself stands in no address. */
const Browser = Id

export const pushRoutes = [
  route({
    name: 'getPush',
    method: 'GET',
    path: 'push',
    summary: 'Whether alerts can go to browsers, by which key, and whether they go to this one.',
    roles: ['site-engineer'],
    query: z.strictObject({ browser: Browser.optional() }),
    answer: PushAnswer,
    run: (ports, { person, query }) => readPush(ports, person, query.browser),
  }),
  route({
    name: 'subscribePush',
    method: 'PUT',
    path: 'push/subscriptions',
    summary: 'Sends alerts of the sites that one covers to this browser as well.',
    roles: ['site-engineer'],
    body: PushTarget.extend({ leastSeverity: Severity }),
    answer: PushAnswer,
    run: (ports, { person, body }) => subscribePush(ports, person, body),
  }),
  route({
    name: 'unsubscribePush',
    method: 'DELETE',
    path: 'push/subscriptions',
    summary: 'Sends no more alerts to a browser of one’s own.',
    roles: Role.options,
    query: z.strictObject({ browser: Browser }),
    answer: z.undefined(),
    status: 204,
    run: (ports, { person, query }) => unsubscribePush(ports, person, query.browser),
  }),
]
