import { z } from 'zod'
import { Fault } from '../../../shared/domain/faults.ts'
import { Id, Instant, Sha256 } from '../../../shared/domain/ids.ts'
import { readAudit } from '../../../shared/operations/read-audit.ts'
import { searchAudit } from '../../../shared/operations/search-audit.ts'
import { route } from '../route.ts'
import { Cursor, Limit, Names, pageOf } from '../schemas.ts'

const AuditEntry = z.object({
  site: z.string(),
  seq: z.int(),
  at: Instant,
  who: z.string(),
  action: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  previous: Sha256,
  hash: Sha256,
})

export const oversightRoutes = [
  route({
    name: 'readAudit',
    method: 'GET',
    path: 'sites/{site}/audit',
    summary: 'Who did or saw what, as a chain that is checked while it is read: from an entry on, or `until` a moment (`now`: the newest).',
    roles: ['safety-auditor'],
    params: z.strictObject({ site: Id }),
    query: z.strictObject({
      from: z.coerce.number().int().min(1).optional(),
      until: z.union([z.literal('now'), Instant]).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    answer: z.object({
      entries: z.array(AuditEntry),
      before: AuditEntry.pick({ seq: true, hash: true }).optional(),
      brokenAt: z.int().optional(),
      next: z.int().optional(),
      newest: z.int(),
      names: Names,
    }),
    run: (ports, { person, params, query }) => readAudit(ports, person, { site: params.site, ...query }),
  }),
  route({
    name: 'searchAudit',
    method: 'GET',
    path: 'sites/{site}/audit/search',
    summary: 'Entries of the chain by person, action, object and time, newest first; what was looked through is checked on the way.',
    roles: ['safety-auditor'],
    params: z.strictObject({ site: Id }),
    query: z.strictObject({
      who: z.string().min(1).max(128).optional(),
      action: z.string().min(1).max(128).optional(),
      subject: z.string().min(1).max(256).optional(),
      since: Instant.optional(),
      until: Instant.optional(),
      cursor: z.coerce.number().int().min(1).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    answer: z.object({
      items: z.array(AuditEntry),
      looked: z.object({ first: z.int(), last: z.int() }).optional(),
      brokenAt: z.int().optional(),
      cursor: z.string().optional(),
      names: Names,
    }),
    run: (ports, { person, params, query }) => searchAudit(ports, person, { site: params.site, ...query }),
  }),
  route({
    name: 'listQuarantine',
    method: 'GET',
    path: 'quarantine',
    summary: 'What was not taken in, and why. It may come from any site, so only those who cover all see it.',
    roles: ['iot-engineer', 'safety-auditor'],
    query: z.strictObject({ cursor: Cursor, limit: Limit }),
    answer: pageOf(
      z.object({
        id: z.string(),
        reason: z.string(),
        detail: z.string(),
        receivedAt: Instant,
        device: z.string().optional(),
        bytes: z.int(),
        sha256: Sha256,
        sample: z.string(),
        replayedAt: Instant.optional(),
      }),
    ),
    run: (ports, { person, query }) => {
      if (person.sites !== 'all') throw new Fault('role-missing', 'It needs somebody who covers all sites.')
      return ports.quarantine.list(query)
    },
  }),
]
