import { z } from 'zod'
import { alertChannels } from '../../shared/domain/alert.ts'
import { Box } from '../../shared/domain/box.ts'
import { TroubleEvidence } from '../../shared/domain/camera-trouble.ts'
import { Detection, Label } from '../../shared/domain/detection.ts'
import { Id, Instant, Sha256 } from '../../shared/domain/ids.ts'
import { ModelReference } from '../../shared/domain/messages.ts'
import { Severity } from '../../shared/domain/rule.ts'

/** Shapes of what the API answers: what they do not name does not go out. */

export const VerdictValue = z.enum(['confirmed', 'rejected', 'inconclusive'])

export const IncidentAnswer = z.object({
  id: Id,
  site: Id,
  device: Id,
  camera: Id,
  rule: Id,
  label: Label,
  severity: Severity,
  startedAt: Instant,
  endedAt: Instant.optional(),
  receivedAt: Instant,
  isLate: z.boolean(),
  phase: z.enum(['open', 'closed']),
  state: z.enum(['new', 'acknowledged', 'resolved']),
  verdict: VerdictValue.optional(),
  model: ModelReference,
  peak: z.object({ at: Instant, ptsMs: z.number(), detection: Detection }),
  /** About the camera itself; its label says what is wrong. */
  kind: z.literal('camera').optional(),
  evidence: TroubleEvidence.optional(),
  snapshot: z.string().optional(),
  recordings: z.array(Id),
})

export const IncidentEntryAnswer = z.object({
  kind: z.enum(['verdict', 'withdrawal', 'comment', 'history']),
  seq: z.int(),
  at: Instant,
  who: z.string(),
  name: z.string(),
  verdict: VerdictValue.optional(),
  reason: z.string().optional(),
  comment: z.string().optional(),
  boxes: z.array(z.object({ at: Instant, label: Label, box: Box })).optional(),
  of: z.int().optional(),
  text: z.string().optional(),
  action: z.string().optional(),
  note: z.string().optional(),
})

export const AlertAnswer = z.object({
  recipient: Id,
  channel: z.enum(alertChannels),
  kind: z.string(),
  state: z.enum(['pending', 'claimed', 'done', 'failed', 'suppressed']),
  attempts: z.int(),
  createdAt: Instant,
  firstSentAt: Instant.optional(),
  reason: z.string().optional(),
})

export const RecordingAnswer = z.object({
  id: Id,
  site: Id,
  device: Id,
  camera: Id,
  startedAt: Instant,
  endedAt: Instant,
  bytes: z.int(),
  sha256: Sha256,
  codec: z.string(),
  frameRate: z.number(),
  width: z.int(),
  height: z.int(),
})

export const MediaLinkAnswer = z.object({ url: z.string(), expiresAt: Instant })

export const pageOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), cursor: z.string().optional() })

/** What people are called, by the id that stands on record. */
export const Names = z.record(z.string(), z.string())

/** Query parameters come as text. */
export const Limit = z.coerce.number().int().min(1).max(100).default(50)
export const Cursor = z.string().min(1).max(2000).optional()

export const SiteParams = z.strictObject({ site: Id })
export const IdParams = z.strictObject({ id: Id })
