import { z } from 'zod'
import { Label } from './detection.ts'
import { Annotation, FrameGroup } from './frame-labels.ts'
import { Id, Instant, Sha256 } from './ids.ts'

export const splitNames = ['train', 'validate', 'test'] as const
export const SplitName = z.enum(splitNames)
export type SplitName = z.infer<typeof SplitName>

/** `ds-` and the first 16 hex digits of the digest of its content. */
export const DatasetVersion = z.string().regex(/^ds-[0-9a-f]{16}$/, 'must be ds- and 16 hex digits')
export type DatasetVersion = z.infer<typeof DatasetVersion>

/** One picture of a dataset: a line of `items.jsonl`. Lines are in the order of camera, time and frame. */
export const DatasetItem = z.strictObject({
  frame: Sha256,
  camera: Id,
  recording: Id,
  videoSha256: Sha256,
  at: Instant,
  ptsMs: z.number().nonnegative(),
  width: z.int().positive(),
  height: z.int().positive(),
  bytes: z.int().positive(),
  likeness: z.string().regex(/^[0-9a-f]{16}$/),
  split: SplitName,
  group: FrameGroup,
  incidents: z.array(Id),
  annotations: z.array(Annotation),
  /** Labels that a person said are not here. */
  absent: z.array(Label),
})
export type DatasetItem = z.infer<typeof DatasetItem>

/** `dataset.json`. Nothing in it depends on when or how often it was made, so that the same content has the same version. */
export const DatasetHeader = z.strictObject({
  version: DatasetVersion,
  site: Id,
  /** In the order of their numbers in every export: sorted by code unit. */
  labels: z.array(Label),
  items: z.int().nonnegative(),
  /** SHA-256 of `items.jsonl`. */
  itemsSha256: Sha256,
  /** What kept apart what must not be in two splits, from coarse to fine. */
  splitBy: z.enum(['day', 'hour', 'scene']),
  counts: z.record(SplitName, z.strictObject({ frames: z.int(), positive: z.int(), falsePositive: z.int(), annotations: z.int() })),
  /** Frames that could have been in it and why they are not. */
  leftOut: z.record(z.string(), z.int()),
})
export type DatasetHeader = z.infer<typeof DatasetHeader>

/** The row that people list. */
export const DatasetEntry = z.strictObject({
  ...DatasetHeader.shape,
  createdAt: Instant,
  /** The version that was the site's newest before. */
  previous: DatasetVersion.optional(),
  /** The night that made it first. */
  night: z.string().max(100).optional(),
})
export type DatasetEntry = z.infer<typeof DatasetEntry>

export const exportFormats = ['coco', 'yolo', 'azure-ml', 'voc', 'cvat', 'label-studio', 'datumaro', 'csv'] as const
export const ExportFormat = z.enum(exportFormats)
export type ExportFormat = z.infer<typeof ExportFormat>

export const DatasetExport = z.strictObject({
  /** Of dataset, format and images: asking again gives the same one. */
  id: Id,
  site: Id,
  dataset: DatasetVersion,
  format: ExportFormat,
  /** `included` in the ZIP, or `urls`: a list of addresses goes with it. */
  images: z.enum(['included', 'urls']),
  state: z.enum(['waiting', 'writing', 'checking', 'ready', 'failed']),
  requestedAt: Instant,
  requestedBy: z.string().max(64),
  /** 0..1 */
  progress: z.number().min(0).max(1),
  /** Of the ZIP in container `exports`. */
  path: z.string().max(512).optional(),
  bytes: z.number().int().nonnegative().optional(),
  sha256: Sha256.optional(),
  /** What the reading back found: the same as in the dataset, or it would have failed. */
  frames: z.int().nonnegative().optional(),
  annotations: z.int().nonnegative().optional(),
  /** Boxes without an area, which no format can hold. */
  dropped: z.int().nonnegative().optional(),
  problem: z.string().max(500).optional(),
})
export type DatasetExport = z.infer<typeof DatasetExport>
