import { isQuarantined, type QuarantinedAnswers } from './counting-edits.ts'
import type { FrameManifest } from './frame.ts'
import type { FrameFacts } from './frame-facts.ts'
import type { FrameLabels } from './frame-labels.ts'
import type { Instant } from './ids.ts'
import { isInShare, type LabelingTask, type TaskQuestion, taskId } from './labeling-task.ts'

/** What to ask a labeler about a frame that is undecided, or that people are asked to look at. @returns undefined for all others */
export function questionOf(
  { site, camera, recording }: Pick<FrameManifest, 'site' | 'camera' | 'recording'>,
  { frame, claims, seen, drawn, edits, thresholds, review }: FrameFacts,
  labels: FrameLabels,
): TaskQuestion | undefined {
  const asked = edits.counting === undefined ? review : undefined
  const doubt = labels.state === 'undecided' ? labels.doubt : undefined
  const reason = asked === undefined || doubt === 'second-opinion' ? doubt : asked
  if (reason === undefined) return undefined
  const judged = claims.filter(({ stance }) => stance !== 'unjudged')
  const inQuestion = [...judged, ...drawn].map(({ label }) => label)
  // A frame that was drawn by lot measures the model: whoever saw its boxes first would overlook what it overlooked.
  const isBlind = asked === 'sample'
  const suggestions = isBlind ? [] : seen.map(({ label, box, confidence, model }) => ({ label, box, confidence, model }))
  const everything = [...Object.keys(thresholds), ...seen.map(({ label }) => label)]
  return {
    ...{ site, camera, recording, frame: frame.id, at: frame.at, ptsMs: frame.ptsMs, width: frame.width, height: frame.height },
    ...{ group: labels.group, reason, suggestions, incidents: labels.incidents },
    labels: [...new Set(asked !== undefined ? everything : inQuestion.length > 0 ? inQuestion : seen.map(({ label }) => label))].sort(),
    known: isBlind ? [] : labels.annotations.filter(({ because }) => because.kind !== 'assumed'),
  }
}

export function newTask(question: TaskQuestion, createdAt: Instant, secondOpinionShare: number): LabelingTask {
  const id = taskId(question.recording, question.frame)
  const needsSecondOpinion = isInShare(`second opinion\n${id}`, secondOpinionShare)
  return { id, ...question, state: 'open', createdAt, needsSecondOpinion, answers: [], skippedBy: [] }
}

/**
 * The task as it must be now that the frame is undecided. It keeps its lease and its answers; those that were put aside
 * count no more, and a second person is asked for again.
 */
export function askedAgain(task: LabelingTask, question: TaskQuestion, quarantined: readonly QuarantinedAnswers[]): LabelingTask {
  // That a second opinion is missing says nothing new, and whoever gives it must not know.
  const reason = question.reason === 'second-opinion' ? task.reason : question.reason
  return { ...withoutQuarantined(task, quarantined), ...question, reason, state: 'open' }
}

/** Answers of somebody whose known answers were wrong too often are void. */
export function withoutQuarantined(task: LabelingTask, quarantined: readonly QuarantinedAnswers[]): LabelingTask {
  const isAside = (answer: LabelingTask['answers'][number]) => isQuarantined({ ...answer, about: task.labels }, quarantined)
  return { ...task, answers: task.answers.map((answer) => ({ ...answer, isVoid: isAside(answer) })) }
}
