import { z } from 'zod'
import { Box } from './box.ts'
import { Label } from './detection.ts'
import { Id, Instant, Sha256 } from './ids.ts'
import { ModelReference } from './messages.ts'

/** Who says so. `interpolated`: the model saw it in analysed frames before and after this one. */
export const AnnotationSource = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('model'),
    model: ModelReference,
    confidence: z.number().min(0).max(1),
    isInterpolated: z.boolean(),
    track: z.int().nonnegative().optional(),
  }),
  z.strictObject({ kind: z.literal('person'), who: z.string().max(64), at: Instant }),
])
export type AnnotationSource = z.infer<typeof AnnotationSource>

/** What the annotation rests on. Without a verdict, report or edit it is the model's word alone: `assumed`. */
export const AnnotationReason = z.strictObject({
  kind: z.enum(['verdict', 'missed-object', 'edit', 'assumed']),
  incident: Id.optional(),
  /** `seq` of the verdict within the incident, or of the edit within the frame. */
  seq: z.int().positive().optional(),
  missedObject: Id.optional(),
  at: Instant.optional(),
})

export const Annotation = z.strictObject({ label: Label, box: Box, source: AnnotationSource, because: AnnotationReason })
export type Annotation = z.infer<typeof Annotation>

/**
 * - `positive`: somebody confirmed that something is there.
 * - `false-positive`: somebody said that what the model saw is not there.
 * - `background`: nobody said anything; only with a labeler's word ("nothing here") is it learned from.
 */
export const FrameGroup = z.enum(['positive', 'false-positive', 'background'])
export type FrameGroup = z.infer<typeof FrameGroup>

/** `labelled` can be learned from; `undecided` waits for a labeler; `unjudged` nobody has looked at. */
export const LabelState = z.enum(['labelled', 'undecided', 'unjudged'])

/** What is known of one frame: a pure function of inferences, verdicts, reports and edits. */
export const FrameLabels = z.strictObject({
  frame: Sha256,
  ptsMs: z.number().nonnegative(),
  at: Instant,
  group: FrameGroup,
  state: LabelState,
  /** Why a labeler must look, where one must. */
  doubt: z.enum(['inconclusive', 'conflict', 'unsure', 'second-opinion']).optional(),
  annotations: z.array(Annotation),
  /** Labels of which a person said that the model's are wrong here: hard negatives. */
  absent: z.array(Label),
  incidents: z.array(Id),
})
export type FrameLabels = z.infer<typeof FrameLabels>

/** `labels/{recording}.json` in container `ml-data`. */
export const RecordingLabels = z.strictObject({ recording: Id, site: Id, camera: Id, frames: z.array(FrameLabels) })
export type RecordingLabels = z.infer<typeof RecordingLabels>

/** A labeler's whole answer about a frame; the newest that counts replaces what the model and verdicts say. */
export const FrameEdit = z.strictObject({
  /** 1, 2, 3 … within the frame. */
  seq: z.int().positive(),
  frame: Sha256,
  recording: Id,
  site: Id,
  at: Instant,
  who: z.string().max(64),
  /** `label` a task's answer · `import` out of somebody's own tool · `withdrawal` takes edit `of` back. */
  kind: z.enum(['label', 'import', 'withdrawal']),
  of: z.int().positive().optional(),
  /** Everything that is on the frame; empty = nothing is. */
  objects: z.array(z.strictObject({ label: Label, box: Box })).max(300),
  /** Classes that were asked about: an answer without them says that they are not there. */
  about: z.array(Label).optional(),
  /** Counts only when a second person has said the same, or an arbiter has chosen it. */
  isProvisional: z.boolean().default(false),
})
export type FrameEdit = z.infer<typeof FrameEdit>
