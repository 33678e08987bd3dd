import { z } from 'zod'
import { Label } from '../../shared/domain/detection.ts'

const PictureId = z.int().nonnegative()

/** What the trainer reads of `annotations.json`, a COCO detection file; COCO's other fields are let through. */
export const CocoFile = z.object({
  info: z.object({ version: z.string().max(100).optional() }).optional(),
  images: z
    .array(
      z.object({
        id: PictureId,
        width: z.int().min(1).max(16384),
        height: z.int().min(1).max(16384),
        file_name: z.string().min(1).max(1024),
      }),
    )
    .min(1),
  annotations: z.array(
    z.object({
      image_id: PictureId,
      category_id: z.int().nonnegative(),
      /** Left, top, width, height in pixels of the picture. */
      bbox: z.tuple([z.number(), z.number(), z.number().positive(), z.number().positive()]),
      /** 1 marks a region where objects were not told apart: it is neither learned nor held against the net. */
      iscrowd: z.union([z.literal(0), z.literal(1)]).default(0),
    }),
  ),
  categories: z.array(z.object({ id: z.int().nonnegative(), name: Label })).min(1),
})
export type CocoFile = z.infer<typeof CocoFile>

/** `splits.json`: ids of images, each in one split at most. */
export const SplitsFile = z.strictObject({
  version: z.string().max(100).optional(),
  train: z.array(PictureId).min(1),
  validate: z.array(PictureId).default([]),
  test: z.array(PictureId).default([]),
})
export type SplitsFile = z.infer<typeof SplitsFile>

export const splitNames = ['train', 'validate', 'test'] as const
export type SplitName = (typeof splitNames)[number]
