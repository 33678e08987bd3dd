import { z } from 'zod'
import { acknowledge, comment, handBack, judge, reopen, resolve, withdraw } from '../../../shared/domain/decide.ts'
import { Label } from '../../../shared/domain/detection.ts'
import { Fault } from '../../../shared/domain/faults.ts'
import { Id, Instant } from '../../../shared/domain/ids.ts'
import { IncidentDay } from '../../../shared/domain/incident-day.ts'
import type { Role } from '../../../shared/domain/person.ts'
import { Severity } from '../../../shared/domain/rule.ts'
import { FreeText, VerdictInput } from '../../../shared/domain/verdict.ts'
import { countIncidentDays } from '../../../shared/operations/count-incident-days.ts'
import { decideIncident } from '../../../shared/operations/decide-incident.ts'
import { linkSnapshot, linkSnapshots, maxSnapshotsAtOnce } from '../../../shared/operations/link-media.ts'
import { readIncident } from '../../../shared/operations/read-incident.ts'
import { requireSite, visibleSites } from '../../../shared/operations/visible-sites.ts'
import { route } from '../route.ts'
import {
  AlertAnswer,
  Cursor,
  IdParams,
  IncidentAnswer,
  IncidentEntryAnswer,
  Limit,
  MediaLinkAnswer,
  pageOf,
  VerdictValue,
} from '../schemas.ts'
import { viewers } from '../viewers.ts'

const deciders: readonly Role[] = ['site-engineer']

const IncidentQuery = z.strictObject({
  site: Id.optional(),
  camera: Id.optional(),
  /** `unresolved` is what a person has to look at. */
  state: z.enum(['new', 'acknowledged', 'resolved', 'unresolved']).optional(),
  phase: z.enum(['open', 'closed']).optional(),
  severity: Severity.optional(),
  verdict: z.enum([...VerdictValue.options, 'none']).optional(),
  rule: Id.optional(),
  label: Label.optional(),
  from: Instant.optional(),
  to: Instant.optional(),
  cursor: Cursor,
  limit: Limit,
})

const UnresolvedCount = z.object({ open: z.int(), unjudged: z.int() })

const Decided = IncidentAnswer.extend({ version: z.string() })

export const incidentRoutes = [
  route({
    name: 'listIncidents',
    method: 'GET',
    path: 'incidents',
    summary: 'Incidents of the sites that one covers, newest first.',
    roles: viewers,
    query: IncidentQuery,
    answer: pageOf(IncidentAnswer),
    run: async (ports, { person, query: { site, state, ...filters } }) => {
      const query = { ...filters, sites: await visibleSites(ports, person, site) }
      return state === 'unresolved' ? ports.incidents.listUnresolved(query) : ports.incidents.list({ ...query, ...(state && { state }) })
    },
  }),
  route({
    name: 'countUnresolved',
    method: 'GET',
    path: 'incident-counts',
    summary: 'How many incidents nobody resolved yet, by severity, and how many of them wait for a verdict.',
    roles: viewers,
    query: z.strictObject({ site: Id.optional() }),
    answer: z.object({ critical: UnresolvedCount, warning: UnresolvedCount, info: UnresolvedCount, isComplete: z.boolean() }),
    run: async (ports, { person, query }) => ports.incidents.countUnresolved(await visibleSites(ports, person, query.site)),
  }),
  route({
    name: 'countIncidentDays',
    method: 'GET',
    path: 'incident-days',
    summary: 'How many incidents each day of a month had, by the calendar of the site; days without any are left out.',
    roles: viewers,
    query: z.strictObject({
      site: Id,
      month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'expected as 2026-11'),
      ...{ camera: Id.optional(), rule: Id.optional(), label: Label.optional() },
    }),
    answer: z.object({ items: z.array(IncidentDay) }),
    run: async (ports, { person, query: { site, month, ...filters } }) => {
      requireSite(person, site)
      const found = (await ports.rosters.listSites()).find(({ id }) => id === site)
      if (found === undefined) throw new Fault('not-found')
      return { items: await countIncidentDays(ports, found, month, filters) }
    },
  }),
  route({
    name: 'linkSnapshots',
    method: 'POST',
    path: 'incidents/snapshots/links',
    summary: `Links to the pictures of up to ${maxSnapshotsAtOnce} incidents, good for 10 minutes; those without one are left out.`,
    roles: viewers,
    counts: 'links',
    body: z.strictObject({ ids: z.array(Id).min(1).max(maxSnapshotsAtOnce) }),
    answer: z.object({ items: z.array(z.object({ id: Id, url: z.string() })), expiresAt: Instant }),
    status: 201,
    run: (ports, { person, body }) => linkSnapshots(ports, person, body.ids),
  }),
  route({
    name: 'getIncident',
    method: 'GET',
    path: 'incidents/{id}',
    summary: 'One incident with its decisions, comments, history and alerts.',
    roles: viewers,
    params: IdParams,
    answer: z.object({
      incident: IncidentAnswer,
      entries: z.array(IncidentEntryAnswer),
      standingVerdict: z.int().optional(),
      alerts: z.array(AlertAnswer),
      version: z.string(),
    }),
    run: (ports, { person, params }) => readIncident(ports, person, params.id),
  }),
  route({
    name: 'acknowledgeIncident',
    method: 'POST',
    path: 'incidents/{id}/acknowledge',
    summary: 'Says "I am on it": nobody else is woken for it.',
    roles: deciders,
    params: IdParams,
    answer: Decided,
    run: (ports, { person, params, version }) => decideIncident(ports, person, params.id, version, acknowledge),
  }),
  route({
    name: 'handBackIncident',
    method: 'POST',
    path: 'incidents/{id}/hand-back',
    summary: "Takes one's own acknowledgement back, as long as nothing was decided since: others may be woken again.",
    roles: deciders,
    params: IdParams,
    answer: Decided,
    run: (ports, { person, params, version }) => decideIncident(ports, person, params.id, version, handBack),
  }),
  route({
    name: 'judgeIncident',
    method: 'POST',
    path: 'incidents/{id}/verdicts',
    summary: 'Gives a verdict. It never overrules one of somebody else that one has not seen: name it in `replaces`.',
    roles: deciders,
    params: IdParams,
    body: VerdictInput.extend({ replaces: z.int().positive().optional() }),
    answer: Decided,
    run: (ports, { person, params, version, body: { replaces, ...input } }) =>
      decideIncident(ports, person, params.id, version, (incident, entries, by) => judge(incident, entries, by, input, replaces)),
  }),
  route({
    name: 'withdrawVerdict',
    method: 'POST',
    path: 'incidents/{id}/verdicts/withdraw',
    summary: "Takes one's own newest verdict back; it stays on record.",
    roles: deciders,
    params: IdParams,
    answer: Decided,
    run: (ports, { person, params, version }) => decideIncident(ports, person, params.id, version, withdraw),
  }),
  route({
    name: 'resolveIncident',
    method: 'POST',
    path: 'incidents/{id}/resolve',
    summary: 'Closes the matter.',
    roles: deciders,
    params: IdParams,
    body: z.strictObject({ note: FreeText.optional() }),
    answer: Decided,
    run: (ports, { person, params, version, body }) =>
      decideIncident(ports, person, params.id, version, (incident, entries, by) => resolve(incident, entries, by, body.note)),
  }),
  route({
    name: 'reopenIncident',
    method: 'POST',
    path: 'incidents/{id}/reopen',
    summary: 'Undoes a resolve.',
    roles: deciders,
    params: IdParams,
    answer: Decided,
    run: (ports, { person, params, version }) => decideIncident(ports, person, params.id, version, reopen),
  }),
  route({
    name: 'commentIncident',
    method: 'POST',
    path: 'incidents/{id}/comments',
    summary: 'Adds a comment.',
    roles: ['site-engineer', 'iot-engineer', 'data-labeler', 'data-scientist'],
    params: IdParams,
    body: z.strictObject({ text: FreeText }),
    answer: Decided,
    status: 201,
    run: (ports, { person, params, version, body }) =>
      decideIncident(ports, person, params.id, version, (incident, entries, by) => comment(incident, entries, by, body.text)),
  }),
  route({
    name: 'linkIncidentSnapshot',
    method: 'POST',
    path: 'incidents/{id}/snapshot/links',
    summary: 'A link to the picture that raised the incident, good for 10 minutes.',
    roles: viewers,
    counts: 'links',
    params: IdParams,
    answer: MediaLinkAnswer,
    status: 201,
    run: (ports, { person, params }) => linkSnapshot(ports, person, params.id),
  }),
  route({
    name: 'showIncidentSnapshot',
    method: 'GET',
    path: 'incidents/{id}/snapshot',
    summary: 'Sends a browser on to the picture; what the link in an e-mail opens.',
    roles: viewers,
    params: IdParams,
    answer: z.object({ redirect: z.string() }),
    run: async (ports, { person, params }) => ({ redirect: (await linkSnapshot(ports, person, params.id)).url }),
  }),
]
