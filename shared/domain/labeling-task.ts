import { createHash } from 'node:crypto'
import { z } from 'zod'
import { Box } from './box.ts'
import { Label } from './detection.ts'
import { Annotation, FrameGroup } from './frame-labels.ts'
import { Id, Instant, Sha256 } from './ids.ts'
import { ModelReference } from './messages.ts'

/** What somebody says is on a frame. */
export const LabeledObject = z.strictObject({ label: Label, box: Box })
export type LabeledObject = z.infer<typeof LabeledObject>

/** Why a person must look, most urgent first. */
export const taskReasons = ['arbitration', 'conflict', 'inconclusive', 'sent', 'drift', 'sample', 'unsure', 'second-opinion'] as const
export const TaskReason = z.enum(taskReasons)
export type TaskReason = z.infer<typeof TaskReason>

/** The current model's word, for a start. */
export const Suggestion = z.strictObject({ ...LabeledObject.shape, confidence: z.number(), model: ModelReference })
export type Suggestion = z.infer<typeof Suggestion>

export const TaskAnswer = z.strictObject({
  who: z.string().max(64),
  at: Instant,
  objects: z.array(LabeledObject).max(300),
  /** Counts no more: its author's answers of that time were put aside. */
  isVoid: z.boolean().default(false),
})
export type TaskAnswer = z.infer<typeof TaskAnswer>

/** What is asked: everything that is derived from the facts and may be renewed by a night. */
export const TaskQuestion = z.strictObject({
  site: Id,
  camera: Id,
  recording: Id,
  frame: Sha256,
  at: Instant,
  ptsMs: z.number().nonnegative(),
  width: z.int().positive(),
  height: z.int().positive(),
  group: FrameGroup,
  reason: TaskReason,
  /** Classes that are in question. */
  labels: z.array(Label),
  suggestions: z.array(Suggestion),
  /** What people have said of the frame already. */
  known: z.array(Annotation),
  incidents: z.array(Id),
})
export type TaskQuestion = z.infer<typeof TaskQuestion>

/** A frame that a person must look at. */
export const LabelingTask = z.strictObject({
  id: Id,
  ...TaskQuestion.shape,
  /** `closed`: a verdict has answered it meanwhile. */
  state: z.enum(['open', 'done', 'closed']),
  createdAt: Instant,
  /** Whose it is until when; nobody else gets it in that time. */
  lease: z.strictObject({ who: z.string().max(64), until: Instant }).optional(),
  /** Two people must answer, independently of each other. */
  needsSecondOpinion: z.boolean(),
  answers: z.array(TaskAnswer),
  /** Who did not want to answer. */
  skippedBy: z.array(z.string().max(64)),
  /** A question whose answer is known, for this person alone. Looks like any other; no answer of the API shows this. */
  gold: z.strictObject({ who: z.string().max(64), objects: z.array(LabeledObject) }).optional(),
})
export type LabelingTask = z.infer<typeof LabelingTask>

/** A frame whose answer two people, or a data scientist, have given. */
export interface GoldItem {
  readonly question: TaskQuestion
  readonly objects: readonly LabeledObject[]
}

/** Answers that count, or that would count if a second person said the same. */
export function validAnswers({ answers }: Pick<LabelingTask, 'answers'>): readonly TaskAnswer[] {
  return answers.filter(({ isVoid }) => !isVoid)
}

/** Two people have answered and differ: a third must choose. Before that nobody is told that somebody else has answered. */
export function reasonOf(task: Pick<LabelingTask, 'answers' | 'reason'>): TaskReason {
  return validAnswers(task).length >= 2 ? 'arbitration' : task.reason
}

/** One task a frame; those with a known answer have an id for each person, and look the same. */
export function taskId(recording: Id, frame: string, goldFor = ''): Id {
  return createHash('sha256').update(`task\n${recording}\n${frame}\n${goldFor}`).digest('hex').slice(0, 32)
}

/** Whether a thing of this key belongs to a share of all, always the same for the same key. */
export function isInShare(key: string, share: number): boolean {
  return createHash('sha256').update(key).digest().readUInt32BE(0) / 2 ** 32 < share
}
