import { cleared, type Notice, noticeId } from '../domain/notice.ts'
import { type ChangeNoticePorts, changeNotice } from './change-notice.ts'

/** Ends a notice because what it told of is over. Answers undefined where there never was one; one that is over stays as it is. */
export async function clearNotice(
  ports: ChangeNoticePorts,
  about: Pick<Notice, 'site' | 'kind' | 'subject'>,
  who = 'system',
): Promise<Notice | undefined> {
  const place = { site: about.site, id: noticeId(about) }
  if ((await ports.notices.find(place.site, place.id)) === undefined) return undefined
  return changeNotice<Notice>(ports, place, who, (known, now) => cleared(known, now))
}
