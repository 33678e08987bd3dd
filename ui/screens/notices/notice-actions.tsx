import { useAction } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Card } from '../../design/page.tsx'
import { Problem } from '../../design/state.tsx'
import { Tag, type Tone } from '../../design/tag.tsx'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { type Notice, nameOfSubject } from './notice-words.ts'
import styles from './notices.module.css'

type Action = Notice['actions'][number]

const tones: Record<Action['state'], Tone> = { planned: 'info', done: 'good', undoing: 'info', undone: 'plain', needless: 'plain' }

/** What was done by itself, with what was before, and a way back. */
export function NoticeActions({ notice, zone, names }: { notice: Notice; zone: string; names: Readonly<Record<string, string>> }) {
  const text = useText()
  const words = text.notices
  const mayUndo = useCan('iot-engineer')
  const undo = useAction('undoAction', ['getNotice', 'listNotices'])
  if (notice.actions.length === 0) return <Card title={words.actions}>{words.noActions}</Card>
  return (
    <Card title={words.actions}>
      <ul className={styles.actions}>
        {notice.actions.map((action) => (
          <li key={action.id}>
            <span className={styles.rowHead}>
              <strong>{words.did[action.kind](nameOf(action))}</strong>
              <Tag tone={tones[action.state]}>{words.actionStates[action.state]}</Tag>
            </span>
            <span className={styles.facts}>
              {action.kind === 'lower-frame-rate' && <span>{words.rates(action.before, action.after)}</span>}
              {action.kind === 'halt-rollout' && action.state !== 'needless' && <span>{words.halted(action.before)}</span>}
              {action.kind === 'scale-hint' && <span>{action.after}</span>}
              {action.reason !== undefined && <span>{action.reason}</span>}
              {action.doneAt !== undefined && (
                <span>
                  <SiteTime at={action.doneAt} site={zone} />
                </span>
              )}
              {action.undoneAt !== undefined && (
                <span>
                  {words.undoneBy(action.undoneBy === 'system' ? words.itself : (names[action.undoneBy ?? ''] ?? text.words.unknown))}{' '}
                  <SiteTime at={action.undoneAt} site={zone} />
                </span>
              )}
              {action.undo === 'on-clear' && action.state === 'done' && <span>{words.undoneOnClear}</span>}
            </span>
            {mayUndo && action.state === 'done' && action.undo !== 'never' && (
              <Button
                icon="undo"
                size="small"
                isBusy={undo.isPending}
                onClick={() => undo.mutate({ params: { id: notice.id }, body: { action: action.id } })}
              >
                {words.undo}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {undo.error !== null && <Problem error={undo.error} />}
    </Card>
  )

  function nameOf({ kind, target, after }: Action): string {
    return kind === 'notify-role' ? ((text.words.role as Partial<Record<string, string>>)[after] ?? after) : nameOfSubject(target)
  }
}
