import { z } from 'zod'
import { Protection } from './archive.ts'
import { Id, Instant } from './ids.ts'

/** A day by the clock on the site's wall. */
export const LocalDate = z.iso.date()
export type LocalDate = z.infer<typeof LocalDate>

/** Steps in which the work of a recording is done; each can be done twice, with the same result. */
export const nightSteps = ['archive', 'split', 'label'] as const
export const NightStep = z.enum(nightSteps)
export type NightStep = z.infer<typeof NightStep>

export const NightState = z.enum(['running', 'complete', 'partial', 'failed'])
export type NightState = z.infer<typeof NightState>

/** What could not be done, and why. */
export const NightProblem = z.strictObject({
  recording: Id.optional(),
  step: z.enum([...nightSteps, 'list', 'dataset']),
  reason: z.string().max(500),
})
export type NightProblem = z.infer<typeof NightProblem>

/** How far a night is; the custom status of its orchestration. */
export const NightProgress = z.strictObject({
  step: z.enum(['listing', 'recordings', 'dataset', 'done']),
  recordings: z.strictObject({ all: z.int().nonnegative(), done: z.int().nonnegative(), bad: z.int().nonnegative() }),
  frames: z.int().nonnegative(),
  annotations: z.int().nonnegative(),
  /** Of video that was read. */
  bytes: z.number().nonnegative(),
  secondsLeft: z.number().nonnegative().optional(),
})
export type NightProgress = z.infer<typeof NightProgress>

/** One run of the nightly data preparation for a site. Its id is `nightly-{site}-{date}`, with `-2` and so on for runs that a person asked for again. */
export const Night = z.strictObject({
  id: Id.or(z.string().max(100)),
  site: Id,
  date: LocalDate,
  /** 1 for the first of its date. */
  number: z.int().positive(),
  state: NightState,
  startedAt: Instant,
  endedAt: Instant.optional(),
  /** Id of the person, or `timer`. */
  startedBy: z.string().max(64),
  /** Everything that changed from here on was looked at; undefined = from the beginning. */
  from: Instant.optional(),
  progress: NightProgress,
  /** The first 100 of them. */
  problems: z.array(NightProblem).max(100),
  problemCount: z.int().nonnegative(),
  /** The dataset version that it left, which may be one that was there before. */
  dataset: z.string().max(63).optional(),
})
export type Night = z.infer<typeof Night>

/** Something about a site that makes a recording's work due again. */
export const Change = z.strictObject({
  kind: z.enum(['recording', 'incident', 'decision', 'missed-object', 'edit']),
  /** Of the recording, incident, report or, for an edit, the recording of the frame. */
  id: Id,
  site: Id,
  /** Of the storage's clock. */
  at: Instant,
})
export type Change = z.infer<typeof Change>

/** What is known of the work on one recording. */
export const RecordingWork = z.strictObject({
  recording: Id,
  site: Id,
  camera: Id,
  startedAt: Instant,
  endedAt: Instant,
  /** SHA-256 of the archived video, once it was read back. */
  archivedSha256: z.string().optional(),
  archivedAt: Instant.optional(),
  /** What the account does with the archived file. */
  protection: Protection.optional(),
  /** Said just before the raw video is removed. */
  rawRemovedAt: Instant.optional(),
  frames: z.int().nonnegative().optional(),
  /** Digest of what was asked of the video when its frames were taken: the same question is not asked again. */
  framesAsked: z.string().optional(),
  /** Frames with a label that can be learned from, by group. */
  positive: z.int().nonnegative().optional(),
  falsePositive: z.int().nonnegative().optional(),
  /** Frames that wait for a labeler. */
  undecided: z.int().nonnegative().optional(),
  /** Tries that ended because of the video itself. After two nobody tries again. */
  failures: z.array(z.strictObject({ step: NightStep, at: Instant, reason: z.string().max(500) })).max(2),
})
export type RecordingWork = z.infer<typeof RecordingWork>

/** What a step made of one recording. `bad`: the video itself is at fault; trying again would end the same way. */
export const StepResult = z.strictObject({
  outcome: z.enum(['done', 'known', 'bad']),
  reason: z.string().max(500).optional(),
  frames: z.int().nonnegative().default(0),
  annotations: z.int().nonnegative().default(0),
  /** Of video that was read. */
  bytes: z.number().nonnegative().default(0),
})
export type StepResult = z.infer<typeof StepResult>
