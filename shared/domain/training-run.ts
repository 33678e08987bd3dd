import { z } from 'zod'
import { DatasetVersion } from './dataset.ts'
import { Id, Instant } from './ids.ts'
import { ModelReference } from './messages.ts'

/** `train-` and the dataset, with a number from the second attempt on: the job in the workspace has the same name, so one dataset never trains twice at once. */
export const TrainingRunId = z.string().regex(/^train-ds-[0-9a-f]{16}(-\d{1,4})?$/, 'must be train-, a dataset and perhaps a number')

export const runStates = [
  'waiting',
  'validating',
  'caching',
  'queued',
  'running',
  'evaluating',
  'completed',
  'failed',
  'cancelled',
] as const
export const RunState = z.enum(runStates)
export type RunState = z.infer<typeof RunState>

/** How far the trainer is, read from the lines that it writes. */
export const RunProgress = z.strictObject({
  step: z.int().nonnegative(),
  steps: z.int().nonnegative(),
  loss: z.number().optional(),
  /** Mean AP50 on the validation split, the newest. */
  score: z.number().optional(),
  secondsLeft: z.number().nonnegative().optional(),
})
export type RunProgress = z.infer<typeof RunProgress>

/** One training run: its row decides what happens, the job in the workspace only does the work. */
export const TrainingRun = z.strictObject({
  id: TrainingRunId,
  site: Id,
  dataset: DatasetVersion,
  /** 1, 2, 3 … of the site; the model that comes of it has this number as its version. */
  number: z.int().positive(),
  attempt: z.int().positive(),
  reason: z.enum(['policy', 'person', 'code']),
  startedBy: z.string().max(64),
  /** Of the trainer's code, where known. */
  commit: z.string().max(64).optional(),
  state: RunState,
  createdAt: Instant,
  submittedAt: Instant.optional(),
  /** When the trainer was last seen to get on; a run that stands still is cancelled. */
  movedAt: Instant.optional(),
  endedAt: Instant.optional(),
  progress: RunProgress,
  cancelRequestedBy: z.string().max(64).optional(),
  model: ModelReference.optional(),
  evaluation: z.string().max(64).optional(),
  problem: z.string().max(1000).optional(),
})
export type TrainingRun = z.infer<typeof TrainingRun>

/** When a site trains by itself, and how. Every field has a default. */
export const TrainingPolicy = z.strictObject({
  /** A finished night starts a run when its dataset has so many new annotated frames in `train` since the last run; 0 = never. */
  newFrames: z.int().min(0).max(1_000_000).default(0),
  /** Least days between two runs that start by themselves. */
  leastDays: z.number().min(0).max(365).default(1),
  /** Most of the new answers about a label that one person may have given; above, nothing starts by itself. A team of one or two sets 1. */
  largestShare: z.number().min(0).max(1).default(0.2),
  /** Fewer frames than this in `train` are refused. */
  leastFrames: z.int().min(2).max(1_000_000).default(20),
  /** `reference` is training/ of this repository; `command` a job of one's own; `automl` AutoML for images. */
  trainer: z.enum(['reference', 'command', 'automl']).default('reference'),
  /** For `command`: what the job runs, with `${{inputs.dataset}}` and `${{outputs.model}}`. */
  command: z.string().max(4000).default(''),
  /** For `command` and `automl`: environment and compute of the workspace other than the usual ones. */
  environment: z.string().max(500).default(''),
  compute: z.string().max(200).default(''),
  minutes: z.number().min(0.05).max(1440).default(10),
  /** The model's input in pixels, multiples of 16. */
  width: z.int().min(32).max(1024).multipleOf(16).default(192),
  height: z.int().min(32).max(1024).multipleOf(16).default(112),
  /** A run without a sign of life for so long is cancelled. */
  stuckHours: z.number().min(0.01).max(72).default(6),
})
export type TrainingPolicy = z.infer<typeof TrainingPolicy>
