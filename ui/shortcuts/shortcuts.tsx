import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { ShortcutHelp } from './shortcut-help.tsx'

/** What keys do on a page: `t`, `ArrowRight`, `Shift+S`, `Control+Enter`; `Control` is also the Mac's command key. */
export type Shortcuts = Readonly<Record<string, Shortcut | undefined>>

export interface Shortcut {
  readonly label: string
  /** There is nothing to do at present: the help tells of it, the key is left to the browser. */
  readonly isOff?: boolean
  /** A key that is held down does it no more than once. */
  readonly isOnce?: boolean
  run(): void
}

export interface ShortcutGroup {
  readonly title: string
  readonly keys: Shortcuts
}

interface Registry {
  add(group: { current: ShortcutGroup }): () => void
  showHelp(): void
}

const RegistryContext = createContext<Registry | undefined>(undefined)

/** Listens for keys, newest group first; `?` shows them all. Nothing is taken while somebody types or a dialog is open. */
export function ShortcutsProvider({ children }: { children: ReactNode }) {
  const groups = useRef<{ current: ShortcutGroup }[]>([])
  const [help, setHelp] = useState<readonly ShortcutGroup[]>()
  const registry = useMemo<Registry>(
    () => ({
      add: (group) => {
        groups.current = [...groups.current, group]
        return () => {
          groups.current = groups.current.filter((one) => one !== group)
        }
      },
      showHelp: () => setHelp(groups.current.map(({ current }) => current).reverse()),
    }),
    [],
  )
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || isTyping(event.target)) return
      if (document.querySelector('dialog[open]') !== null) return
      const name = nameOf(event)
      if (isForWidget(name, event.target)) return
      if (name === '?') {
        event.preventDefault()
        return registry.showHelp()
      }
      for (const { current } of groups.current.toReversed()) {
        const shortcut = current.keys[name]
        if (shortcut === undefined || shortcut.isOff) continue
        event.preventDefault()
        if (event.repeat && shortcut.isOnce) return
        return shortcut.run()
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [registry])
  return (
    <RegistryContext value={registry}>
      {children}
      {help !== undefined && <ShortcutHelp groups={help} onClose={() => setHelp(undefined)} />}
    </RegistryContext>
  )
}

/** Makes keys work for as long as the component is shown. */
export function useShortcuts(title: string, keys: Shortcuts): void {
  const registry = useContext(RegistryContext)
  const group = useRef<ShortcutGroup>({ title, keys })
  group.current = { title, keys }
  useEffect(() => registry?.add(group), [registry])
}

/** Opens the list of keys, for a button. */
export function useShortcutHelp(): () => void {
  return useContext(RegistryContext)?.showHelp ?? (() => {})
}

/** How a pressed key is written here. */
export function nameOf({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): string {
  const isLetter = /^[a-z]$/i.test(key)
  const isShifted = shiftKey && (isLetter || key.length > 1 || key === ' ')
  const name = isLetter ? (isShifted ? key.toUpperCase() : key.toLowerCase()) : key === ' ' ? 'Space' : key
  return `${ctrlKey || metaKey ? 'Control+' : ''}${isShifted ? 'Shift+' : ''}${name}`
}

/** Keys that press or move what has the focus: a button must stay a button for those who have no pointer. */
function isForWidget(name: string, target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (name === 'Space' || name === 'Enter') return target.matches('button, a[href], summary, input')
  return name.startsWith('Arrow') && target.matches('[type="radio"], [type="range"], [role="tab"]')
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'range'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable
}
