import { everySite, isUnresolved, type Notice } from '../domain/notice.ts'
import { noticeMail, topicsOf } from '../domain/notice-mail.ts'
import type { Roster } from '../domain/roster.ts'
import { type AnnouncementPorts, sendAnnouncement } from './send-announcement.ts'

/**
 * Tells the people of a notice's roles of this opening, once each; called again until all have been told. What belongs to
 * no plant alone is told at every plant, to one address once.
 */
export async function announceNotice(ports: AnnouncementPorts, notice: Notice): Promise<void> {
  if (!isUnresolved(notice)) return
  const sites = notice.site === everySite ? (await ports.rosters.listSites()).map(({ id }) => id) : [notice.site]
  const extra = notice.actions.filter(({ kind, state }) => kind === 'notify-role' && state === 'done')
  const topics = topicsOf([...notice.roles, ...extra.map(({ after }) => after as Notice['roles'][number])])
  const write = (...to: [Roster, string, boolean]) => noticeMail(notice, ...to)
  const told = new Set<string>()
  for (const site of sites)
    await sendAnnouncement(ports, { site, kind: 'notice', id: `${notice.id}-${notice.openings}`, topics, write, told })
}
