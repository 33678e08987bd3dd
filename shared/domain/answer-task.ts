import { agree } from './agree.ts'
import { Fault } from './faults.ts'
import type { FrameEdit } from './frame-labels.ts'
import type { Instant } from './ids.ts'
import { type GoldItem, type LabeledObject, type LabelingTask, type TaskAnswer, TaskQuestion, validAnswers } from './labeling-task.ts'

/** How long a claimed task is one person's. */
export const leaseMinutes = 10

/** Who asks for a task or answers it. What a data scientist says counts by itself. */
export interface Labeler {
  readonly who: string
  readonly at: Instant
  readonly isScientist: boolean
}

/** Whether this person may have the task now. Nobody gives a second opinion on an answer of their own. */
export function isFree(
  task: Pick<LabelingTask, 'lease'> & { past: readonly string[]; onlyFor: string | undefined },
  { who, at }: Labeler,
): boolean {
  const isLeased = task.lease !== undefined && task.lease.who !== who && task.lease.until > at
  return !isLeased && !task.past.includes(who) && (task.onlyFor === undefined || task.onlyFor === who)
}

/** @throws Fault `task-changed` when it is not to be had */
export function claimTask(task: LabelingTask, by: Labeler): LabelingTask {
  const past = [...task.answers.map(({ who }) => who), ...task.skippedBy]
  if (task.state !== 'open' || !isFree({ lease: task.lease, past, onlyFor: task.gold?.who }, by)) throw new Fault('task-changed')
  return { ...task, lease: { who: by.who, until: new Date(Date.parse(by.at) + leaseMinutes * 60_000).toISOString() } }
}

/** One's own claim for longer. @throws Fault `task-changed` when somebody else has the task, or it waits no more */
export function renewClaim(task: LabelingTask, by: Labeler): LabelingTask {
  return claimTask(requireLease(task, by.who), by)
}

export interface Answered {
  readonly task: LabelingTask
  /** What goes to the frame's edits; undefined for a question whose answer is known. */
  readonly edit: Omit<FrameEdit, 'seq'> | undefined
  /** A frame whose answer is known from now on. */
  readonly gold: GoldItem | undefined
}

/**
 * Takes an answer in.
 *
 * @param isAside The person's answers about these classes do not count at present; somebody else is asked as well
 * @throws Fault `task-changed` when the task is not this person's
 */
export function answerTask(task: LabelingTask, by: Labeler, objects: readonly LabeledObject[], isAside: boolean): Answered {
  requireLease(task, by.who)
  if (task.answers.some(({ who }) => who === by.who)) throw new Fault('task-changed', 'You have answered it already.')
  const answer: TaskAnswer = { who: by.who, at: by.at, objects: [...objects], isVoid: isAside }
  const { lease: _, ...rest } = task
  const answered: LabelingTask = { ...rest, answers: [...task.answers, answer] }
  if (task.gold !== undefined) return { task: { ...answered, state: 'done' }, edit: undefined, gold: undefined }

  const before = validAnswers(task)
  const hasAgreement = !isAside && before.some((other) => agree(other.objects, objects))
  const isEnough = before.length === 0 ? !task.needsSecondOpinion : hasAgreement || before.length >= 2
  const counts = !isAside && (by.isScientist || isEnough)
  const { site, recording, frame, labels } = task
  const said = { at: by.at, who: by.who, kind: 'label', isProvisional: !counts } as const
  const edit = { frame, recording, site, ...said, objects: [...objects], about: [...labels] }
  const isKnown = counts && (by.isScientist || hasAgreement)
  return { task: { ...answered, state: counts ? 'done' : 'open' }, edit, gold: isKnown ? goldItemOf(task, objects) : undefined }
}

/** Takes one's own answer back, as long as nobody has answered after it. The task is the person's again. */
export function takeBackAnswer(task: LabelingTask, by: Labeler): { task: LabelingTask; answer: TaskAnswer } {
  const answer = task.answers.at(-1)
  if (answer?.who !== by.who) throw new Fault('task-changed', 'The newest answer is not yours.')
  if (task.lease !== undefined && task.lease.who !== by.who && task.lease.until > by.at) throw new Fault('task-changed')
  return { task: claimTask({ ...task, state: 'open', answers: task.answers.slice(0, -1) }, by), answer }
}

/** Nobody must answer what they cannot see; somebody else gets it. */
export function skipTask(task: LabelingTask, who: string): LabelingTask {
  const { lease: _, ...rest } = requireLease(task, who)
  return { ...rest, skippedBy: [...new Set([...task.skippedBy, who])], ...(task.gold !== undefined && { state: 'closed' }) }
}

export function releaseTask(task: LabelingTask, who: string): LabelingTask {
  const { lease: _, ...rest } = requireLease(task, who)
  return rest
}

export function goldItemOf(task: LabelingTask, objects: readonly LabeledObject[]): GoldItem {
  // The bare question: who has it and what was answered does not go with it.
  return { question: TaskQuestion.strip().parse(task), objects }
}

/** A lease that ran out is still good as long as nobody else has claimed the task. */
function requireLease(task: LabelingTask, who: string): LabelingTask {
  if (task.lease?.who !== who) throw new Fault('task-changed', 'It is not yours: claim it again.')
  return task
}
