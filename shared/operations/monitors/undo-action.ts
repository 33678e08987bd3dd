import { Fault } from '../../domain/faults.ts'
import type { Id } from '../../domain/ids.ts'
import type { Notice } from '../../domain/notice.ts'
import type { Principal } from '../../domain/person.ts'
import type { Ports } from '../../ports.ts'
import { changeNotice } from '../change-notice.ts'
import { readNotice } from '../read-notice.ts'
import { type SettlePorts, settleActions, withAction } from './settle-actions.ts'

/**
 * Takes back what a monitor did. It is not done again as long as this notice is open; what has been taken back already
 * stays as it is.
 *
 * @throws Fault `not-found`; `input-invalid` for an action that cannot be taken back
 */
export async function undoAction(
  ports: SettlePorts & Pick<Ports, 'rosters'>,
  person: Principal,
  id: Id,
  actionId: string,
): Promise<Notice> {
  const notice = await readNotice(ports, person, id)
  const action = notice.actions.find((one) => one.id === actionId)
  if (action === undefined) throw new Fault('not-found', 'There is no such action in this notice.')
  if (action.undo === 'never' || action.state === 'needless') throw new Fault('input-invalid', 'action: there is nothing to take back.')
  const asked = await changeNotice<Notice>(ports, { site: notice.site, id }, person.id, (known) =>
    withAction(known, action, (current) =>
      current.state === 'done' || current.state === 'planned' ? { ...current, state: 'undoing', undoneBy: person.id } : current,
    ),
  )
  return settleActions(ports, asked)
}
