/** What was, what is and what was taken back. */
export interface BoxHistory<Boxes> {
  readonly past: readonly Boxes[]
  readonly present: Boxes
  readonly future: readonly Boxes[]
  /** What made the present; the same again, as a key that is held down, is still one step. */
  readonly step?: string | undefined
}

const maxSteps = 200

export function startHistory<Boxes>(present: Boxes): BoxHistory<Boxes> {
  return { past: [], present, future: [] }
}

/** @param step Names what is being done, where a run of it is to be undone at once */
export function changeHistory<Boxes>(history: BoxHistory<Boxes>, present: Boxes, step?: string): BoxHistory<Boxes> {
  if (step !== undefined && step === history.step) return { ...history, present, future: [] }
  return { past: [...history.past, history.present].slice(-maxSteps), present, future: [], step }
}

export function undoChange<Boxes>(history: BoxHistory<Boxes>): BoxHistory<Boxes> {
  const present = history.past.at(-1)
  if (present === undefined) return history
  return { past: history.past.slice(0, -1), present, future: [history.present, ...history.future] }
}

export function redoChange<Boxes>(history: BoxHistory<Boxes>): BoxHistory<Boxes> {
  const [present, ...future] = history.future
  if (present === undefined) return history
  return { past: [...history.past, history.present], present, future }
}
