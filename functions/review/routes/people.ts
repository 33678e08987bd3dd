import { z } from 'zod'
import { Fault } from '../../../shared/domain/faults.ts'
import { Id } from '../../../shared/domain/ids.ts'
import { Person, Role } from '../../../shared/domain/person.ts'
import { Recipient, Schedule, Site } from '../../../shared/domain/roster.ts'
import {
  removeRecipient,
  removeSchedule,
  savePerson,
  saveRecipient,
  saveSchedule,
  saveSite,
} from '../../../shared/operations/save-roster.ts'
import { requireSite, visibleSites } from '../../../shared/operations/visible-sites.ts'
import { route } from '../route.ts'
import { SiteParams } from '../schemas.ts'

const SitePart = z.strictObject({ site: Id, id: Id })
const None = z.undefined()
// Zod keeps a schema's refinements away from omit(); the whole is checked again where it is saved.
const RecipientBody = z.strictObject({ ...Recipient.shape }).omit({ id: true, site: true })

export const peopleRoutes = [
  route({
    name: 'getMe',
    method: 'GET',
    path: 'me',
    summary: 'Who one is here: name, roles and sites.',
    roles: Role.options,
    answer: z.object({ id: z.string(), name: z.string(), roles: z.array(Role), sites: z.union([z.literal('all'), z.array(Id)]) }),
    run: async (_, { person }) => person,
  }),
  route({
    name: 'listSites',
    method: 'GET',
    path: 'sites',
    summary: 'The sites that one covers.',
    roles: Role.options,
    answer: z.object({ items: z.array(Site) }),
    run: async (ports, { person }) => {
      const sites = new Set(await visibleSites(ports, person, undefined))
      return { items: (await ports.rosters.listSites()).filter(({ id }) => sites.has(id)) }
    },
  }),
  route({
    name: 'saveSite',
    method: 'PUT',
    path: 'sites/{site}',
    summary: 'Adds or changes a site.',
    roles: ['admin'],
    params: SiteParams,
    body: Site.omit({ id: true }),
    answer: Site,
    run: (ports, { person, params, body }) => saveSite(ports, person, { id: params.site, ...body }),
  }),
  route({
    name: 'getRoster',
    method: 'GET',
    path: 'sites/{site}/roster',
    summary: 'Who is told about incidents of a site, and when.',
    roles: ['site-engineer', 'iot-engineer', 'safety-auditor'],
    params: SiteParams,
    answer: z.object({ site: Site, recipients: z.array(z.object(Recipient.shape)), schedules: z.array(Schedule) }),
    run: async (ports, { person, params }) => {
      const roster = await ports.rosters.find(requireSite(person, params.site))
      if (roster === undefined) throw new Fault('not-found')
      const { site, recipients, schedules } = roster
      return { site, recipients, schedules }
    },
  }),
  route({
    name: 'saveRecipient',
    method: 'PUT',
    path: 'sites/{site}/recipients/{id}',
    summary: 'Adds or changes somebody who is told.',
    roles: ['site-engineer'],
    params: SitePart,
    body: RecipientBody,
    answer: z.object(Recipient.shape),
    run: (ports, { person, params, body }) => saveRecipient(ports, person, { ...params, ...body }),
  }),
  route({
    name: 'removeRecipient',
    method: 'DELETE',
    path: 'sites/{site}/recipients/{id}',
    summary: 'No longer tells somebody.',
    roles: ['site-engineer'],
    params: SitePart,
    answer: None,
    status: 204,
    run: (ports, { person, params }) => removeRecipient(ports, person, params.site, params.id),
  }),
  route({
    name: 'saveSchedule',
    method: 'PUT',
    path: 'sites/{site}/schedules/{id}',
    summary: 'Adds or changes a schedule of shifts.',
    roles: ['site-engineer'],
    params: SitePart,
    body: Schedule.omit({ id: true, site: true }),
    answer: Schedule,
    run: (ports, { person, params, body }) => saveSchedule(ports, person, { ...params, ...body }),
  }),
  route({
    name: 'removeSchedule',
    method: 'DELETE',
    path: 'sites/{site}/schedules/{id}',
    summary: 'Takes a schedule away.',
    roles: ['site-engineer'],
    params: SitePart,
    answer: None,
    status: 204,
    run: (ports, { person, params }) => removeSchedule(ports, person, params.site, params.id),
  }),
  route({
    name: 'listPeople',
    method: 'GET',
    path: 'people',
    summary: 'Who covers which sites.',
    roles: ['admin'],
    answer: z.object({ items: z.array(Person) }),
    run: async (ports) => ({ items: await ports.people.list() }),
  }),
  route({
    name: 'savePerson',
    method: 'PUT',
    path: 'people/{id}',
    summary: 'Says which sites a person covers; it holds from their next click on.',
    roles: ['admin'],
    params: z.strictObject({ id: Person.shape.id }),
    body: Person.omit({ id: true }),
    answer: Person,
    run: (ports, { person, params, body }) => savePerson(ports, person, { ...params, ...body }),
  }),
]
