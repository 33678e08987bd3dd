import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { acknowledged, type Notice } from '../domain/notice.ts'
import { hasAnyRole, type Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { type ChangeNoticePorts, changeNotice } from './change-notice.ts'
import { readNotice } from './read-notice.ts'

/**
 * Says "I am on it". The first who says it has it; again changes nothing.
 *
 * @throws Fault `not-found`; `role-missing` for somebody whose work it is not
 */
export async function acknowledgeNotice(ports: ChangeNoticePorts & Pick<Ports, 'rosters'>, person: Principal, id: Id): Promise<Notice> {
  const { site } = requireConcerned(person, await readNotice(ports, person, id))
  return changeNotice<Notice>(ports, { site, id }, person.id, (known, now) => acknowledged(known, person.id, now))
}

/** Those whose work it is, and IoT engineers, who look after the whole. */
function requireConcerned(person: Principal, notice: Notice): Notice {
  if (hasAnyRole(person, [...notice.roles, 'iot-engineer'])) return notice
  throw new Fault('role-missing', `It needs one of: ${notice.roles.join(', ')}.`)
}
