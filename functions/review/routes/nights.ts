import { z } from 'zod'
import { Id } from '../../../shared/domain/ids.ts'
import { LocalDate, Night } from '../../../shared/domain/night.ts'
import { NightPolicy } from '../../../shared/domain/night-policy.ts'
import type { Role } from '../../../shared/domain/person.ts'
import { readNight } from '../../../shared/operations/read-night.ts'
import { saveNightPolicy } from '../../../shared/operations/save-night-policy.ts'
import { startNight } from '../../../shared/operations/start-night.ts'
import { requireSite, visibleSites } from '../../../shared/operations/visible-sites.ts'
import { route } from '../route.ts'
import { Cursor, Limit, pageOf, SiteParams } from '../schemas.ts'
import { viewers } from '../viewers.ts'

const starters: readonly Role[] = ['data-scientist', 'iot-engineer']

const NightAnswer = z.object({ ...Night.shape, id: z.string() })
const PolicyAnswer = z.object({ ...NightPolicy.shape, version: z.string() })

export const nightRoutes = [
  route({
    name: 'startNight',
    method: 'POST',
    path: 'nights',
    summary: 'Starts the nightly data preparation of a site now; with `again` also when the date has had its run.',
    roles: starters,
    needsOrchestrations: true,
    body: z.strictObject({ site: Id, date: LocalDate.optional(), again: z.boolean().optional() }),
    answer: NightAnswer,
    status: 202,
    run: async (ports, { person, body }) => {
      requireSite(person, body.site)
      return (await startNight(ports, { ...body, startedBy: person.id })).night
    },
  }),
  route({
    name: 'listNights',
    method: 'GET',
    path: 'nights',
    summary: 'Nights, newest first.',
    roles: viewers,
    query: z.strictObject({ site: Id.optional(), cursor: Cursor, limit: Limit }),
    answer: pageOf(NightAnswer),
    run: async (ports, { person, query: { site, cursor, limit } }) =>
      ports.nights.list({ sites: await visibleSites(ports, person, site), cursor, limit }),
  }),
  route({
    name: 'getNight',
    method: 'GET',
    path: 'nights/{id}',
    summary: 'A night: how it went, or how far it is.',
    roles: viewers,
    needsOrchestrations: true,
    params: z.strictObject({ id: z.string().max(100) }),
    answer: NightAnswer,
    run: (ports, { person, params }) => readNight(ports, person, params.id),
  }),
  route({
    name: 'getNightPolicy',
    method: 'GET',
    path: 'sites/{site}/night-policy',
    summary: "How a site's nights go: when, which frames, how long video is kept.",
    roles: viewers,
    params: SiteParams,
    answer: PolicyAnswer,
    run: async (ports, { person, params }) => {
      const { value, version } = await ports.nights.policy(requireSite(person, params.site))
      return { ...value, version }
    },
  }),
  route({
    name: 'saveNightPolicy',
    method: 'PUT',
    path: 'sites/{site}/night-policy',
    summary: "Says how a site's nights go from now on; what is left out gets its default.",
    roles: starters,
    params: SiteParams,
    body: NightPolicy,
    answer: PolicyAnswer,
    run: (ports, { person, params, body, version }) => saveNightPolicy(ports, person, params.site, body, version),
  }),
]
