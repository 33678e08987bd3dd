import { type Shortcut, useShortcuts } from '../shortcuts/shortcuts.tsx'
import { useText } from '../text/text.ts'
import { growBox, moveBox } from './box-geometry.ts'
import { arrows, type BoxAction, type BoxKeys, nudges } from './box-keys.ts'
import type { BoxEdits } from './use-box-edits.ts'
import type { Size } from './view.ts'

export interface BoxKeysOptions {
  readonly edits: BoxEdits
  readonly labels: readonly string[]
  readonly keys: BoxKeys
  /** Of the picture, in its pixels: an arrow moves by one of them. */
  readonly size: Size
  readonly isReadOnly: boolean
  readonly isZoomed: boolean
  readonly actions: Readonly<Record<Exclude<BoxAction, 'undo' | 'redo' | 'accept' | 'acceptAll' | 'unchoose'>, () => void>> & {
    readonly unchoose: () => void
    /** Shows more of what lies in that direction. */
    readonly pan: (x: number, y: number) => void
  }
}

export function useBoxKeys({ edits, labels, keys, size, isReadOnly, isZoomed, actions }: BoxKeysOptions): void {
  const text = useText().boxes
  const { chosen } = edits
  const isNone = chosen === undefined
  const hasSuggestion = edits.boxes.some(({ isSuggestion }) => isSuggestion)
  const rows: Record<BoxAction, Shortcut & { changes?: true }> = {
    add: { label: text.keys.add, run: actions.add, changes: true },
    draw: { label: text.keys.draw, run: actions.draw, changes: true },
    accept: { label: text.keys.accept, isOff: !chosen?.isSuggestion, run: () => edits.accept(chosen?.id), changes: true },
    acceptAll: { label: text.keys.acceptAll, isOff: !hasSuggestion, run: () => edits.accept(), changes: true },
    remove: { label: text.keys.remove, isOff: isNone, run: actions.remove, changes: true },
    next: { label: text.keys.next, isOff: edits.boxes.length === 0, run: actions.next },
    previous: { label: text.keys.previous, isOff: edits.boxes.length === 0, run: actions.previous },
    isolate: { label: text.keys.isolate, run: actions.isolate },
    undo: { label: text.keys.undo, isOff: !edits.canUndo, run: edits.undo, changes: true },
    redo: { label: text.keys.redo, isOff: !edits.canRedo, run: edits.redo, changes: true },
    zoomIn: { label: text.keys.zoomIn, run: actions.zoomIn },
    zoomOut: { label: text.keys.zoomOut, run: actions.zoomOut },
    fit: { label: text.keys.fit, run: actions.fit },
    unchoose: { label: text.keys.unchoose, run: actions.unchoose },
  }
  const shortcuts: Record<string, Shortcut> = {}
  for (const [action, { changes, ...shortcut }] of Object.entries(rows)) {
    if (changes && isReadOnly) continue
    for (const key of keys[action as BoxAction]) shortcuts[key] = shortcut
  }
  for (const [arrow, x, y] of arrows) {
    shortcuts[arrow] = { label: text.keys.pan, isOff: !isZoomed || !isNone, run: () => actions.pan(x, y) }
  }
  if (!isReadOnly) {
    for (const [index, label] of labels.slice(0, 9).entries()) {
      shortcuts[`${index + 1}`] = { label: text.keys.label(label), run: () => edits.relabel(label) }
    }
    for (const [held, pixels] of nudges) {
      for (const [arrow, x, y] of arrows) {
        const by = { x: (x * pixels) / size.width, y: (y * pixels) / size.height }
        const least = { x: 1 / size.width, y: 1 / size.height }
        const move = () => chosen && edits.reshape(chosen.id, moveBox(chosen.box, by), 'move')
        const grow = () => chosen && edits.reshape(chosen.id, growBox(chosen.box, by, least), 'grow')
        // Without a chosen box the bare arrows move the picture.
        if (!isNone || held !== '') shortcuts[`${held}${arrow}`] = { label: text.keys.move(pixels), isOff: isNone, run: move }
        shortcuts[`${held}Shift+${arrow}`] = { label: text.keys.grow(pixels), isOff: isNone, run: grow }
      }
    }
  }
  useShortcuts(text.title, shortcuts)
}
