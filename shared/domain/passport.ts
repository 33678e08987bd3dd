import { z } from 'zod'
import { Approval } from './approval.ts'
import { DatasetEntry } from './dataset.ts'
import { Label } from './detection.ts'
import { Evaluation } from './evaluation.ts'
import { Id, Instant, Sha256 } from './ids.ts'
import { ModelReference } from './messages.ts'
import { RegisteredModel } from './registered-model.ts'
import { Release } from './release.ts'
import { TrainingRun } from './training-run.ts'
import { VerdictInput } from './verdict.ts'

/** Where the API tells more, below `/api/`. Never an address of a file: whoever reads a passport need not be let near the model. */
const link = z.string().max(300)
const Count = z.int().nonnegative()

/** So many of a list are named; `count` says how many there are. */
export const mostNamed = 50

const listOf = <Item extends z.ZodType>(item: Item) => z.object({ count: Count, named: z.array(item).max(mostNamed) })

export const IncidentLink = z.object({
  incident: Id,
  /** What it was, where and when; missing where it is gone. */
  camera: Id.optional(),
  label: Label.optional(),
  startedAt: Instant.optional(),
  verdict: VerdictInput.shape.verdict.optional(),
  /** Whose verdict stands. */
  judgedBy: z.string().optional(),
  recordings: z.array(Id),
  link,
})

/** What taught a model: dataset ↔ frames ↔ verdicts ↔ incidents ↔ recordings. */
export const DatasetTrace = z.object({
  dataset: z.object({ ...DatasetEntry.pick({ version: true, site: true, labels: true, counts: true, itemsSha256: true }).shape, link }),
  night: z.object({ id: z.string(), link }).optional(),
  frames: listOf(z.object({ frame: Sha256, recording: Id, link })),
  incidents: listOf(IncidentLink),
  recordings: listOf(z.object({ recording: Id, frames: Count, link })),
  /** Of those that are named; people who drew boxes are under `people`. */
  verdicts: z.object({ confirmed: Count, rejected: Count, inconclusive: Count, none: Count }),
})
export type DatasetTrace = z.infer<typeof DatasetTrace>

/** A part that somebody had in it. */
export const Part = z.object({ who: z.string(), part: z.enum(['uploaded', 'started', 'labelled', 'judged', 'approved', 'rejected']) })
export type Part = z.infer<typeof Part>

/** What the people are called; who is not on record any more is missing. */
const Names = z.record(z.string(), z.string())

export const ReleaseLink = z.object({
  ...Release.pick({ id: true, state: true, runtime: true, index: true, images: true, artefact: true, repository: true }).shape,
  ...Release.pick({ approval: true, commissionedBy: true, createdAt: true }).shape,
  link,
})
export type ReleaseLink = z.infer<typeof ReleaseLink>

export const ModelPassport = z.object({
  model: z.object({ ...RegisteredModel.omit({ reason: true }).shape, link }),
  /** Whether it is the model in force at its site. */
  isChampion: z.boolean(),
  run: z
    .object({
      ...TrainingRun.pick({ id: true, number: true, reason: true, startedBy: true, commit: true, state: true }).shape,
      ...TrainingRun.pick({ createdAt: true, submittedAt: true, endedAt: true }).shape,
      link,
    })
    .optional(),
  evaluation: z
    .object({
      ...Evaluation.pick({ digest: true, champion: true, gate: true, alertsSavedPerDay: true, incidentsMissed: true, at: true }).shape,
      link,
    })
    .optional(),
  approvals: z.array(z.object({ ...Approval.omit({ partial: true }).shape, link })).max(mostNamed),
  releases: z.array(ReleaseLink).max(mostNamed),
  /** That say that they run it now. */
  devices: listOf(z.object({ device: Id, isConnected: z.boolean(), link })),
  taughtBy: DatasetTrace.optional(),
  people: z.array(Part).max(1000),
  names: Names,
})
export type ModelPassport = z.infer<typeof ModelPassport>

/** What a device was told, or what it says. */
export const DeviceLoad = z.object({
  image: z.string().optional(),
  release: z.object({ ...ReleaseLink.shape }).optional(),
  model: ModelReference.optional(),
})
export type DeviceLoad = z.infer<typeof DeviceLoad>

export const Mismatch = z.object({
  what: z.enum(['image', 'release', 'model']),
  desired: z.string(),
  actual: z.string(),
  because: z.enum(['offline', 'refused', 'not-applied', 'not-seen', 'on-its-way']),
  /** The same in words, with what the device said. */
  reason: z.string(),
})
export type Mismatch = z.infer<typeof Mismatch>

export const DevicePassport = z.object({
  device: z.object({ id: Id, site: Id, name: z.string(), isConnected: z.boolean(), architecture: z.string().optional(), link }),
  desired: DeviceLoad,
  actual: DeviceLoad,
  /** Empty: it runs what it should. */
  mismatches: z.array(Mismatch),
  health: z.object({ at: Instant, state: z.string(), moduleVersion: z.string() }).optional(),
  /** Of the model that it says it runs; undefined where it runs none, or one that nobody has registered. */
  model: ModelPassport.optional(),
  names: Names,
})
export type DevicePassport = z.infer<typeof DevicePassport>

/** Forward from a frame, an incident or a dataset: what learned from it, and where that works. */
export const LearnedFrom = z.object({
  datasets: listOf(z.object({ version: DatasetEntry.shape.version, frames: Count, link })),
  models: listOf(z.object({ ...ModelReference.shape, state: RegisteredModel.shape.state, dataset: DatasetEntry.shape.version, link })),
  devices: listOf(z.object({ device: Id, model: ModelReference, link })),
})
export type LearnedFrom = z.infer<typeof LearnedFrom>
