import { useMemo, useState } from 'react'
import { type ChosenKeys, chooseKey, type KeyAction, type Keymap, keymapOf, readChosenKeys } from './keymap.ts'

const place = 'labeling keys'

/** The keys of this device: hands get used to them, and every keyboard is another. */
export function useKeymap(): { keymap: Keymap; choose(action: KeyAction, key: string): void; restore(): void } {
  const [chosen, setChosen] = useState(() => readChosenKeys(localStorage.getItem(place)))
  const keep = (next: ChosenKeys) => {
    localStorage.setItem(place, JSON.stringify(next))
    setChosen(next)
  }
  const keymap = useMemo(() => keymapOf(chosen), [chosen])
  return { keymap, choose: (action, key) => keep(chooseKey(chosen, action, key)), restore: () => keep({}) }
}
