import type { Instant } from './ids.ts'
import { type LabeledObject, type LabelingTask, reasonOf, type TaskReason, validAnswers } from './labeling-task.ts'

/** What a labeler sees of a task: nothing that tells whether its answer is known, or that somebody has answered before. */
export interface TaskView
  extends Pick<
    LabelingTask,
    | 'id'
    | 'site'
    | 'camera'
    | 'recording'
    | 'frame'
    | 'at'
    | 'ptsMs'
    | 'width'
    | 'height'
    | 'group'
    | 'labels'
    | 'suggestions'
    | 'known'
    | 'incidents'
  > {
  readonly reason: TaskReason
  /** Until when it is this person's. */
  readonly leasedUntil: Instant | undefined
  /** What this person has answered. */
  readonly answer: readonly LabeledObject[] | undefined
  /** For the one who must choose: what the others have answered, without their names. */
  readonly proposals: readonly (readonly LabeledObject[])[]
  readonly version: string
}

export function viewTask(task: LabelingTask, version: string, who: string): TaskView {
  const { id, site, camera, recording, frame, at, ptsMs, width, height, group, labels, suggestions, known, incidents, lease } = task
  const reason = reasonOf(task)
  return {
    ...{ id, site, camera, recording, frame, at, ptsMs, width, height, group, labels, suggestions, known, incidents },
    reason,
    leasedUntil: lease?.who === who ? lease.until : undefined,
    answer: task.answers.findLast((answer) => answer.who === who)?.objects,
    proposals: reason === 'arbitration' ? validAnswers(task).map(({ objects }) => objects) : [],
    version,
  }
}
