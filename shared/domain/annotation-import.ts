import { z } from 'zod'
import { Label } from './detection.ts'
import { Id, Instant } from './ids.ts'

export const importFormats = ['coco', 'yolo', 'cvat'] as const
export const ImportFormat = z.enum(importFormats)
export type ImportFormat = z.infer<typeof ImportFormat>

/** So many of each kind are told one by one; all are counted. */
export const maxToldInReport = 50

/** What became of every picture and box of an imported file. */
export const ImportReport = z.strictObject({
  /** Pictures of the file. */
  pictures: z.int().nonnegative(),
  /** Pictures whose annotations were replaced, and the boxes on them. */
  applied: z.strictObject({ pictures: z.int().nonnegative(), boxes: z.int().nonnegative() }),
  /** Said the same as what we have. */
  unchanged: z.int().nonnegative(),
  /** Pictures without a box that were passed over because the person asked for it. */
  skippedEmpty: z.int().nonnegative(),
  /** Their names are not those of frames of this site. */
  unknownPictures: z.strictObject({ count: z.int().nonnegative(), first: z.array(z.string().max(200)).max(maxToldInReport) }),
  /** Labels that no frame of the site had before; they were taken. */
  newLabels: z.array(Label).max(1000),
  /** A picture with a box that cannot be right is left as it was: what is missing from it would be learned as background. */
  refusedPictures: z.int().nonnegative(),
  problems: z.strictObject({
    count: z.int().nonnegative(),
    first: z
      .array(
        z.strictObject({
          file: z.string().max(200),
          where: z.string().max(200),
          reason: z.string().max(300),
          picture: z.string().max(200).optional(),
        }),
      )
      .max(maxToldInReport),
  }),
  /** Their labels are made anew by the next night. */
  recordings: z.int().nonnegative(),
})
export type ImportReport = z.infer<typeof ImportReport>

/** Annotations that a person made with a tool of their own and brings back. */
export const AnnotationImport = z.strictObject({
  id: Id,
  site: Id,
  format: ImportFormat,
  /** What a picture without a box means: that a person found nothing, or that nobody looked. */
  emptyPictures: z.enum(['nothing-there', 'not-looked-at']),
  /** `waiting` for the upload and the person's word · `reading` · `applying` changes as annotated · `done` or `failed`, with nothing applied */
  state: z.enum(['waiting', 'reading', 'applying', 'done', 'failed']),
  requestedAt: Instant,
  requestedBy: z.string().max(64),
  /** The time of all changes that come of it. */
  startedAt: Instant.optional(),
  /** How often it was started. */
  attempts: z.int().nonnegative(),
  /** Of the upload in container `imports`. */
  path: z.string().max(512),
  bytes: z.number().int().nonnegative().optional(),
  report: ImportReport.optional(),
  problem: z.string().max(500).optional(),
})
export type AnnotationImport = z.infer<typeof AnnotationImport>
