import { type KeyboardEvent, useState } from 'react'
import { Button } from '../../../design/button.tsx'
import { Dialog } from '../../../design/dialog.tsx'
import { shown } from '../../../shortcuts/shortcut-help.tsx'
import { nameOf } from '../../../shortcuts/shortcuts.tsx'
import { useText } from '../../../text/text.ts'
import { conflictOf, isReserved, type KeyAction, type Keymap, keyActions } from './keymap.ts'
import styles from './keys-dialog.module.css'

export interface KeysDialogProps {
  readonly keymap: Keymap
  readonly choose: (action: KeyAction, key: string) => void
  readonly restore: () => void
  readonly onClose: () => void
}

interface Asked {
  readonly action: KeyAction
  readonly key?: string
}

/** Which key does what; another one is chosen by pressing it. */
export function KeysDialog({ keymap, choose, restore, onClose }: KeysDialogProps) {
  const { labeling: text, boxes } = useText()
  const [asked, setAsked] = useState<Asked>()
  const names: Readonly<Record<KeyAction, string>> = { ...boxes.keys, ...text.keys }
  const nameOfAction = (action: KeyAction) => names[action]
  const onKey = (action: KeyAction) => (event: KeyboardEvent) => {
    if (asked?.action !== action || event.key === 'Tab') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') return setAsked(undefined)
    const key = nameOf(event.nativeEvent)
    if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return
    if (isReserved(key) || conflictOf(keymap, action, key) !== undefined) return setAsked({ action, key })
    choose(action, key)
    setAsked(undefined)
  }
  const actions = (
    <>
      <Button onClick={restore}>{text.restoreKeys}</Button>
      <Button look="primary" onClick={onClose}>
        {text.keysDone}
      </Button>
    </>
  )
  return (
    <Dialog title={text.keysTitle} onClose={onClose} actions={actions}>
      <p className={styles.lead}>{text.keysLead}</p>
      <ul className={styles.list}>
        {keyActions.map((action) => (
          <li key={action}>
            <span>{nameOfAction(action)}</span>
            <span className={styles.keys}>
              {keymap[action].map((key) => (
                <kbd key={key}>{shown(key)}</kbd>
              ))}
              {keymap[action].length === 0 && <em>{text.noKey}</em>}
            </span>
            <Button
              size="small"
              aria-pressed={asked?.action === action}
              onClick={() => setAsked({ action })}
              onKeyDown={onKey(action)}
              onBlur={() => setAsked((now) => (now?.key === undefined ? undefined : now))}
            >
              {asked?.action === action ? text.pressKey : text.change}
              <span className="visually-hidden">: {nameOfAction(action)}</span>
            </Button>
            {asked?.action === action && asked.key !== undefined && (
              <Conflict
                asked={asked as Required<Asked>}
                keymap={keymap}
                nameOfAction={nameOfAction}
                choose={choose}
                onDone={() => setAsked(undefined)}
              />
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

interface ConflictProps {
  readonly asked: Required<Asked>
  readonly keymap: Keymap
  readonly nameOfAction: (action: KeyAction) => string
  readonly choose: KeysDialogProps['choose']
  readonly onDone: () => void
}

function Conflict({ asked: { action, key }, keymap, nameOfAction, choose, onDone }: ConflictProps) {
  const text = useText().labeling
  const other = conflictOf(keymap, action, key)
  if (isReserved(key) || other === undefined) {
    return (
      <p className={styles.conflict} role="alert">
        {text.keyReserved(shown(key))}
      </p>
    )
  }
  const take = () => {
    choose(action, key)
    onDone()
  }
  return (
    <p className={styles.conflict} role="alert">
      {text.keyTaken(shown(key), nameOfAction(other))}
      <Button size="small" onClick={take}>
        {text.takeKey}
      </Button>
      <Button size="small" look="quiet" onClick={onDone}>
        {text.leaveKey}
      </Button>
    </p>
  )
}
