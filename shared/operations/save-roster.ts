import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { Person, Principal } from '../domain/person.ts'
import { maxRecipients, Recipient, type Schedule, type Site } from '../domain/roster.ts'
import type { Ports } from '../ports.ts'
import { requireSite } from './visible-sites.ts'

type RosterPorts = Pick<Ports, 'rosters' | 'audit' | 'clock'>

export async function saveSite(ports: RosterPorts, person: Principal, site: Site): Promise<Site> {
  await ports.rosters.saveSite(site)
  await record(ports, person, site.id, 'site-saved', `site/${site.id}`)
  return site
}

/** @throws Fault `input-invalid` for a recipient without the number or address that their routes need, or one too many */
export async function saveRecipient(ports: RosterPorts, person: Principal, input: unknown): Promise<Recipient> {
  const checked = Recipient.safeParse(input)
  if (!checked.success) {
    throw new Fault('input-invalid', checked.error.issues.map(({ path, message }) => `body.${path.join('.')}: ${message}`).join('; '))
  }
  const recipient = checked.data
  requireSite(person, recipient.site)
  const roster = await ports.rosters.find(recipient.site)
  if (roster === undefined) throw new Fault('not-found', `There is no site ${recipient.site}.`)
  if (!roster.recipients.some(({ id }) => id === recipient.id) && roster.recipients.length >= maxRecipients) {
    throw new Fault('input-invalid', `A site has at most ${maxRecipients} recipients.`)
  }
  await ports.rosters.saveRecipient(recipient)
  await record(ports, person, recipient.site, 'recipient-saved', `recipient/${recipient.id}`)
  return recipient
}

export async function removeRecipient(ports: RosterPorts, person: Principal, site: Id, id: Id): Promise<void> {
  requireSite(person, site)
  await ports.rosters.removeRecipient(site, id)
  await record(ports, person, site, 'recipient-removed', `recipient/${id}`)
}

export async function saveSchedule(ports: RosterPorts, person: Principal, schedule: Schedule): Promise<Schedule> {
  requireSite(person, schedule.site)
  if ((await ports.rosters.find(schedule.site)) === undefined) throw new Fault('not-found', `There is no site ${schedule.site}.`)
  await ports.rosters.saveSchedule(schedule)
  await record(ports, person, schedule.site, 'schedule-saved', `schedule/${schedule.id}`)
  return schedule
}

export async function removeSchedule(ports: RosterPorts, person: Principal, site: Id, id: Id): Promise<void> {
  requireSite(person, site)
  await ports.rosters.removeSchedule(site, id)
  await record(ports, person, site, 'schedule-removed', `schedule/${id}`)
}

/** Changes of access belong to no single site; they are on the chain of the organisation. */
export const organisationChain = 'organisation'

export async function savePerson(ports: Pick<Ports, 'people' | 'audit' | 'clock'>, person: Principal, changed: Person): Promise<Person> {
  await ports.people.save(changed)
  await ports.audit.append(organisationChain, {
    at: ports.clock().toISOString(),
    who: person.id,
    action: 'access-changed',
    subject: `person/${changed.id}`,
    detail: { sites: changed.sites === 'all' ? 'all' : changed.sites.join(',') },
  })
  return changed
}

async function record({ audit, clock }: RosterPorts, person: Principal, site: Id, action: string, subject: string): Promise<void> {
  await audit.append(site, { at: clock().toISOString(), who: person.id, action, subject, detail: {} })
}
