import { Dialog } from '../design/dialog.tsx'
import { useText } from '../text/text.ts'
import styles from './shortcut-help.module.css'
import type { ShortcutGroup, Shortcuts } from './shortcuts.tsx'

export function ShortcutHelp({ groups, onClose }: { groups: readonly ShortcutGroup[]; onClose: () => void }) {
  const text = useText().shell
  return (
    <Dialog title={text.keyboard} onClose={onClose}>
      {groups.map(({ title, keys }) => (
        <section key={title} className={styles.group}>
          <h3>{title}</h3>
          <dl className={styles.list}>
            {[...byLabel(keys)].map(([label, names]) => (
              <div key={label}>
                <dt>
                  {names.map((name) => (
                    <kbd key={name}>{shown(name)}</kbd>
                  ))}
                </dt>
                <dd>{label}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  )
}

/** Keys that do the same stand in one line. */
function byLabel(keys: Shortcuts): ReadonlyMap<string, readonly string[]> {
  const lines = new Map<string, string[]>()
  for (const [name, shortcut] of Object.entries(keys)) {
    if (shortcut !== undefined) lines.set(shortcut.label, [...(lines.get(shortcut.label) ?? []), name])
  }
  return lines
}

const arrows: Readonly<Record<string, string>> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', Control: 'Ctrl' }

/** A key as it stands on a keyboard. */
export function shown(key: string): string {
  return key
    .split(/\+(?=.)/)
    .map((part) => arrows[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(' + ')
}
