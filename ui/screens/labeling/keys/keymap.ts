import { type BoxAction, boxKeys } from '../../../picture/box-keys.ts'

/** What keys do while one labels, and which, unless a person has chosen others. */
export const labelingKeys = {
  save: ['Space', 'Control+Enter'],
  skip: ['s'],
  release: ['r'],
  copy: ['c'],
  undoAnswer: ['u'],
  proposal: ['p'],
} as const satisfies Record<string, readonly string[]>

export type LabelingAction = keyof typeof labelingKeys
export type KeyAction = LabelingAction | BoxAction
export type Keymap = Readonly<Record<KeyAction, readonly string[]>>
/** What a person has chosen; everything else is as it comes. */
export type ChosenKeys = Partial<Record<KeyAction, readonly string[]>>

export const defaultKeys: Keymap = { ...labelingKeys, ...boxKeys }
export const keyActions = Object.keys(defaultKeys) as readonly KeyAction[]

/** Keys that mean the same everywhere, or without which the keyboard would be a trap. */
const reserved = /^(g|\?|Tab|Shift\+Tab|Enter|[1-9]|(Control\+)?(Shift\+)?Arrow\w+|Control|Shift|Alt|Meta|Dead|Unidentified)$/

export function isReserved(key: string): boolean {
  return reserved.test(key)
}

export function keymapOf(chosen: ChosenKeys): Keymap {
  return { ...defaultKeys, ...chosen }
}

/** What else the key does already. */
export function conflictOf(keymap: Keymap, action: KeyAction, key: string): KeyAction | undefined {
  return keyActions.find((other) => other !== action && keymap[other].includes(key))
}

/** Gives the key to an action; whatever had it before has it no more. */
export function chooseKey(chosen: ChosenKeys, action: KeyAction, key: string): ChosenKeys {
  const keymap = keymapOf(chosen)
  const robbed = conflictOf(keymap, action, key)
  const without = robbed && { [robbed]: keymap[robbed].filter((one) => one !== key) }
  return { ...chosen, ...without, [action]: [key] }
}

/** What was kept on a device, which may be from another version or no map of keys at all. */
export function readChosenKeys(text: string | null): ChosenKeys {
  try {
    const kept: unknown = JSON.parse(text ?? '{}')
    if (typeof kept !== 'object' || kept === null) return {}
    const isKeys = (keys: unknown) => Array.isArray(keys) && keys.every((key) => typeof key === 'string')
    return Object.fromEntries(Object.entries(kept).filter(([action, keys]) => action in defaultKeys && isKeys(keys)))
  } catch {
    return {}
  }
}
