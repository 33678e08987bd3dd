import { useMemo, useState } from 'react'
import { type BoxHistory, changeHistory, redoChange, startHistory, undoChange } from './box-history.ts'
import type { Box, LabelledBox } from './boxes.ts'

export interface EditedBox extends LabelledBox {
  readonly id: string
  /** The model's word, that nobody has accepted or corrected yet. */
  readonly isSuggestion: boolean
  /** A suggestion that hardly anybody believes: shown in another way, for whoever saves may leave it out. */
  readonly isDoubted?: boolean | undefined
}

/** The boxes of a picture while a person works on them. What they changed is theirs, and no suggestion any more. */
export interface BoxEdits {
  readonly boxes: readonly EditedBox[]
  readonly chosen: EditedBox | undefined
  /** What a new box is. */
  readonly label: string
  readonly canUndo: boolean
  readonly canRedo: boolean
  choose(id: string | undefined): void
  add(box: Box): void
  /** @param step See `changeHistory` */
  reshape(id: string, box: Box, step?: string): void
  remove(id: string): void
  /** Gives the chosen box this label, and those to come. */
  relabel(label: string): void
  /** One suggestion, or all of them. */
  accept(id?: string): void
  /** All at once, as a single step: boxes of another frame for example. */
  replace(boxes: readonly LabelledBox[]): void
  undo(): void
  redo(): void
}

type Boxes = readonly EditedBox[]

export function editedBox(made: LabelledBox & Partial<EditedBox>): EditedBox {
  const { label, box, confidence, isSuggestion = false, isDoubted } = made
  return { id: made.id ?? crypto.randomUUID(), label, box, confidence, isSuggestion, isDoubted }
}

/** @param initial What is there at the start; another picture needs another `key` of the component */
export function useBoxEdits(initial: Boxes | (() => Boxes), firstLabel: string): BoxEdits {
  const [history, setHistory] = useState<BoxHistory<Boxes>>(() => startHistory(typeof initial === 'function' ? initial() : initial))
  const [chosenId, choose] = useState<string>()
  const [label, setLabel] = useState(firstLabel)
  return useMemo(() => {
    const boxes = history.present
    const change = (make: (boxes: Boxes) => Boxes, step?: string) =>
      setHistory((before) => changeHistory(before, make(before.present), step))
    const own = (id: string, make: (box: EditedBox) => Partial<EditedBox>, step?: string) =>
      change((all) => all.map((one) => (one.id === id ? { ...one, isSuggestion: false, ...make(one) } : one)), step)
    return {
      boxes,
      chosen: boxes.find(({ id }) => id === chosenId),
      label,
      canUndo: history.past.length > 0,
      canRedo: history.future.length > 0,
      choose,
      add: (box) => {
        const added = editedBox({ label, box })
        change((all) => [...all, added])
        choose(added.id)
      },
      reshape: (id, box, step) => own(id, () => ({ box, confidence: undefined }), step && `${step} ${id}`),
      remove: (id) => change((all) => all.filter((one) => one.id !== id)),
      relabel: (wanted) => {
        setLabel(wanted)
        const chosen = boxes.find(({ id }) => id === chosenId)
        if (chosen !== undefined && chosen.label !== wanted) own(chosen.id, () => ({ label: wanted, confidence: undefined }))
      },
      accept: (id) => change((all) => all.map((one) => (id === undefined || one.id === id ? { ...one, isSuggestion: false } : one))),
      replace: (wanted) => change(() => wanted.map((box) => editedBox(box))),
      undo: () => setHistory(undoChange),
      redo: () => setHistory(redoChange),
    }
  }, [history, chosenId, label])
}
