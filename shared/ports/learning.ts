import type { DatasetVersion } from '../domain/dataset.ts'
import type { Detection } from '../domain/detection.ts'
import type { Evaluation, GatePolicy } from '../domain/evaluation.ts'
import type { Id } from '../domain/ids.ts'
import type { ModelCard } from '../domain/model-card.ts'
import type { ModelSignature, ModelStatement } from '../domain/model-package.ts'
import type { Page, Versioned } from '../domain/page.ts'
import type { Champion, RegisteredModel } from '../domain/registered-model.ts'
import type { JobStatus, TrainingJob } from '../domain/training-job.ts'
import type { TrainingPolicy, TrainingRun } from '../domain/training-run.ts'

export interface RunStore {
  find(site: Id, id: string): Promise<Versioned<TrainingRun> | undefined>
  /** The newest attempt for that dataset. */
  ofDataset(site: Id, dataset: DatasetVersion): Promise<Versioned<TrainingRun> | undefined>
  newest(site: Id): Promise<TrainingRun | undefined>
  /** `version` undefined = it must be new. `run-changed` when somebody else wrote it meanwhile, or has the number. */
  save(run: TrainingRun, version: string | undefined): Promise<string>
  /** Newest first. */
  list(query: { sites: readonly Id[]; cursor?: string | undefined; limit: number }): Promise<Page<TrainingRun>>
  policy(site: Id): Promise<Versioned<TrainingPolicy>>
  savePolicy(site: Id, policy: TrainingPolicy, version: string | undefined): Promise<string>
}

/** The workspace that trains. */
export interface Trainer {
  /** Looks first: a job of this name that is there already is left alone. */
  submit(job: TrainingJob): Promise<void>
  find(name: string): Promise<JobStatus | undefined>
  /** A job that has ended, or that nobody knows, is cancelled already. */
  cancel(name: string): Promise<void>
  /** Enters a model with its lineage; the same name and version again changes nothing. */
  registerModel(model: RegisteredModel, path: string): Promise<void>
  /** How the workspace addresses a file of the training cache, in its long form. */
  pathUrl(path: string): string
}

/** The fast storage account next to the trainer: datasets as folders, and what trainers write. */
export interface TrainingCache {
  /** Copies frames inside the service; nothing passes through this process. What is there already stays. Answers how many were copied. */
  copyFrames(frames: AsyncIterable<{ readonly frame: string; readonly path: string }>): Promise<number>
  write(path: string, text: string): Promise<void>
  read(path: string): Promise<Uint8Array | undefined>
  list(prefix: string): Promise<readonly { readonly path: string; readonly bytes: number }[]>
  /** Into a file of this machine, at most so many bytes. @throws Fault `not-found`, `input-invalid` for a larger one */
  fetch(path: string, file: string, maxBytes: number): Promise<void>
  remove(prefix: string): Promise<void>
}

/** The register of models and the files of each, which never change. */
export interface ModelStore {
  /** A name belongs to the site that used it first. */
  find(name: Id, version: string): Promise<Versioned<RegisteredModel> | undefined>
  ofDigest(digest: string): Promise<readonly RegisteredModel[]>
  /** `version` undefined = it must be new. `model-changed` when somebody else wrote it meanwhile. */
  save(model: RegisteredModel, version: string | undefined): Promise<string>
  list(query: { sites: readonly Id[]; cursor?: string | undefined; limit: number }): Promise<Page<RegisteredModel>>
  /** One of `modelFiles` and the like. Writing the same again changes nothing; other bytes under the same name are refused. */
  writeFile(model: { name: Id; version: string }, file: string, bytes: Uint8Array): Promise<void>
  readFile(model: { name: Id; version: string }, file: string): Promise<Uint8Array | undefined>
  champion(site: Id): Promise<Versioned<Champion> | undefined>
  setChampion(champion: Champion, version: string | undefined): Promise<string>
  /** No model is in force at the site any more. `model-changed` when somebody else wrote it meanwhile. */
  removeChampion(site: Id, version: string): Promise<void>
  /** Digests that run nowhere ever again, whatever name they come under. */
  revoked(): Promise<ReadonlySet<string>>
}

export interface EvaluationStore {
  /** Content-addressed; the same again changes nothing. */
  save(evaluation: Evaluation): Promise<void>
  find(digest: string): Promise<Evaluation | undefined>
  /** An input of an evaluation, by its SHA-256. */
  writeInput(text: string): Promise<string>
  readInput(sha256: string): Promise<string | undefined>
  gatePolicy(site: Id): Promise<Versioned<GatePolicy>>
  saveGatePolicy(site: Id, policy: GatePolicy, version: string | undefined): Promise<string>
}

/** A model's folder on this machine, checked before anything is run. */
export interface ModelFolder {
  readonly path: string
}

export interface Intake {
  readonly outcome: 'fit' | 'refused'
  /** Names what is wrong, for the person who made the model. */
  readonly reason: string | undefined
  readonly card: ModelCard | undefined
}

/** Runs models that nobody trusts yet, in a process of its own with limits on time and memory. */
export interface ModelRunner {
  /** Lays a model's files into a folder of this machine that is gone when the work on it is over, however it ends. */
  withFolder<T>(files: Readonly<Record<string, Uint8Array>>, work: (folder: ModelFolder) => Promise<T>): Promise<T>
  /** Reads the card, holds the net against the allowed operators, loads it, runs it on test patterns. Never throws for what a file can hold. */
  check(folder: ModelFolder): Promise<Intake>
  /** Detections of each picture in turn, down to a confidence of 0.05. @throws Fault `model-invalid` when the model breaks off */
  detect(folder: ModelFolder, pictures: AsyncIterable<Uint8Array>): AsyncIterable<{ detections: Detection[]; inferenceMs: number }>
  /** The files of a ZIP of a model's folder, and no others. @throws Fault `input-invalid` */
  unpack(zip: Uint8Array): Promise<Readonly<Record<string, Uint8Array>>>
  /** JPEGs of the model's input size that show nothing, for the self-test of a model that has no frames yet. The same every time. */
  patterns(card: ModelCard): Promise<readonly Uint8Array[]>
}

export interface ModelSigner {
  readonly keyId: string
  /** SPKI in PEM, for devices. */
  readonly publicKey: string
  sign(statement: ModelStatement): Promise<ModelSignature>
}
