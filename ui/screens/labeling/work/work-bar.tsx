import { Button } from '../../../design/button.tsx'
import type { IconName } from '../../../design/icon.tsx'
import { shown } from '../../../shortcuts/shortcut-help.tsx'
import { useText } from '../../../text/text.ts'
import type { Keymap, LabelingAction } from '../keys/keymap.ts'
import styles from './work-bar.module.css'

export type WorkAction = LabelingAction

export interface WorkBarProps {
  readonly actions: Readonly<Record<WorkAction, { readonly isOff: boolean; run(): void }>>
  readonly keymap: Keymap
  /** How many would be saved. */
  readonly boxes: number
  readonly hasProposals: boolean
}

const icons: Readonly<Record<Exclude<WorkAction, 'save'>, IconName>> = {
  undoAnswer: 'undo',
  copy: 'copy',
  proposal: 'redo',
  release: 'back',
  skip: 'forward',
}

/** What can be done with the frame as a whole; each button says its key. */
export function WorkBar({ actions, keymap, boxes, hasProposals }: WorkBarProps) {
  const text = useText().labeling
  const names = (Object.keys(icons) as (keyof typeof icons)[]).filter((name) => name !== 'proposal' || hasProposals)
  return (
    <div className={styles.bar} role="toolbar" aria-label={text.workTitle} onMouseDown={(event) => event.preventDefault()}>
      {names.map((name) => (
        <Button key={name} icon={icons[name]} disabled={actions[name].isOff} onClick={actions[name].run}>
          <span className={styles.long}>{text.actions[name]}</span>
          <span className={styles.short}>{text.shortActions[name]}</span>
          <Key of={keymap[name]} />
        </Button>
      ))}
      <Button look="primary" icon="check" disabled={actions.save.isOff} onClick={actions.save.run}>
        {text.saveBoxes(boxes)}
        <Key of={keymap.save} />
      </Button>
    </div>
  )
}

function Key({ of: [key] }: { of: readonly string[] }) {
  if (key === undefined) return null
  return (
    <span className={styles.key} aria-hidden="true">
      {shown(key)}
    </span>
  )
}
