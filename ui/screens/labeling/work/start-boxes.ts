import { type Box, type LabelledBox, overlap } from '../../../picture/boxes.ts'
import type { EditedBox } from '../../../picture/use-box-edits.ts'
import type { Objects, Task } from './task.ts'

type StartBox = Omit<EditedBox, 'id'>

/** Below this the model itself would not say so: shown as a hint, and not saved unless somebody accepts it. */
const leastConfidence = 0.3

/** The same object in two words: the usual measure of detection. */
const sameIou = 0.5

/**
 * What a labeler starts from: an answer that is there to be corrected, else what people have said of the frame,
 * and what the model suggests beside it.
 */
export function startBoxes(task: Task): readonly StartBox[] {
  if (task.answer !== undefined) return own(task.answer)
  const [proposal] = task.proposals
  if (proposal !== undefined) return own(proposal)
  const known = task.known.map(({ label, box, because, source }): StartBox => {
    const confidence = source.kind === 'model' ? source.confidence : undefined
    return { label, box, confidence, isSuggestion: because.kind === 'assumed' }
  })
  const suggested = task.suggestions.filter((one) => !known.some((other) => isSame(one, other)))
  return [
    ...known,
    ...suggested.map(({ label, box, confidence }): StartBox => {
      // Somebody has said that the label is not there; or the model hardly believes it.
      const isDenied = task.group === 'false-positive' && task.labels.includes(label)
      return { label, box, confidence, isSuggestion: true, isDoubted: isDenied || confidence < leastConfidence }
    }),
  ]
}

/** What is saved: everything but the suggestions that are doubted. */
export function savedObjects(boxes: readonly StartBox[]): Objects {
  return boxes.filter(({ isSuggestion, isDoubted }) => !(isSuggestion && isDoubted)).map(({ label, box }) => ({ label, box }))
}

function own(objects: Objects): readonly StartBox[] {
  return objects.map(({ label, box }) => ({ label, box, isSuggestion: false }))
}

function isSame(one: LabelledBox, other: { label: string; box: Box }): boolean {
  return one.label === other.label && overlap(one.box, other.box) >= sameIou
}
