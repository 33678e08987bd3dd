import type { Answer } from '../../../api/call.ts'
import type { LabelledBox } from '../../../picture/boxes.ts'

/** A frame to label. */
export type Task = Answer<'getTask'>

/** What a person says is on a frame. */
export type Objects = readonly Pick<LabelledBox, 'label' | 'box'>[]

/** A whole answer about a frame. */
export interface TaskAnswer {
  readonly task: Task
  readonly objects: Objects
}
