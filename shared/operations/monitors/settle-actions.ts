import { crashPoint } from '../../crash-point.ts'
import type { Notice } from '../../domain/notice.ts'
import type { NoticeAction } from '../../domain/notice-action.ts'
import type { Ports } from '../../ports.ts'
import { changeNotice } from '../change-notice.ts'
import { type EffectPorts, effects } from './effects.ts'

export type SettlePorts = EffectPorts & Pick<Ports, 'notices'>

/**
 * Carries out what is planned and takes back what is to be undone. The row is written before and after: whoever dies in
 * between leaves something that is found and finished, and every effect can be asked for twice.
 *
 * @throws what a service that is away throws; the rest is settled, and this one the next time
 */
export async function settleActions(ports: SettlePorts, notice: Notice): Promise<Notice> {
  let latest = notice
  const failures: unknown[] = []
  for (const action of notice.actions) {
    if (action.state !== 'planned' && action.state !== 'undoing') continue
    try {
      latest = await settle(ports, latest, action)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures, 'Several actions could not be settled.')
  return latest
}

async function settle(ports: SettlePorts, notice: Notice, action: NoticeAction): Promise<Notice> {
  const isUndo = action.state === 'undoing'
  const who = action.undoneBy ?? 'system'
  const effect = effects[action.kind]
  const outcome = isUndo ? await undo() : await effect.carryOut(ports, notice, action)
  crashPoint('action-carried-out')
  if (outcome.state !== 'needless') await record(ports, notice, action, isUndo ? who : 'system')
  crashPoint('action-recorded')
  const next = await changeNotice<Notice>(ports, notice, who, (known, now) =>
    // Somebody may have asked for the undoing while it was carried out: then that comes next.
    withAction(known, action, (current) =>
      current.state === action.state ? { ...current, ...outcome, ...(isUndo ? { undoneAt: now } : { doneAt: now }) } : current,
    ),
  )
  crashPoint('action-settled')
  return next

  async function undo() {
    await effect.takeBack(ports, notice, action, who)
    return { state: 'undone' } as const
  }
}

/** The notice with one action changed; itself where nothing changes. */
export function withAction(notice: Notice, { id, plannedAt }: NoticeAction, change: (action: NoticeAction) => NoticeAction): Notice {
  const actions = notice.actions.map((each) => (each.id === id && each.plannedAt === plannedAt ? change(each) : each))
  return actions.every((each, index) => each === notice.actions[index]) ? notice : { ...notice, actions }
}

function record({ audit, clock }: SettlePorts, { site, id, kind }: Notice, action: NoticeAction, who: string): Promise<void> {
  const isUndo = action.state === 'undoing'
  const [before, after] = isUndo ? [action.after, action.before] : [action.before, action.after]
  return audit.append(site, {
    ...{ at: clock().toISOString(), who, action: isUndo ? 'monitor-action-undone' : 'monitor-action-done', subject: `notice/${id}` },
    detail: { monitor: kind, kind: action.kind, target: action.target, before, after },
  })
}
