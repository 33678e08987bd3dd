import { crashPoint } from '../crash-point.ts'
import { type Notice, NoticeReport, noticeId, raised } from '../domain/notice.ts'
import type { Ports } from '../ports.ts'
import { announceNotice } from './announce-notice.ts'
import { changeNotice } from './change-notice.ts'
import type { AnnouncementPorts } from './send-announcement.ts'

export type RaiseNoticePorts = AnnouncementPorts & Pick<Ports, 'notices' | 'audit'>

/**
 * Opens a notice, or brings the evidence of the one that is open up to date. The people of its roles are told once for
 * each opening; calling again makes up for what a crash or a provider kept from going out.
 *
 * @throws ZodError for a report that nobody could read
 */
export async function raiseNotice(ports: RaiseNoticePorts, report: NoticeReport): Promise<Notice> {
  const checked = NoticeReport.parse(report)
  const place = { site: checked.site, id: noticeId(checked) }
  const notice = await changeNotice(ports, place, 'system', (known, now) => raised(known, checked, now))
  crashPoint('notice-raised')
  await announceNotice(ports, notice)
  return notice
}
