import type { ArchiveSidecar, LegalHold, Protection } from '../domain/archive.ts'
import type { DatasetEntry, DatasetExport, DatasetHeader, DatasetItem, DatasetVersion } from '../domain/dataset.ts'
import type { FrameManifest } from '../domain/frame.ts'
import type { FrameEdit, RecordingLabels } from '../domain/frame-labels.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { Change, LocalDate, Night, NightProblem, RecordingWork } from '../domain/night.ts'
import type { NightPolicy } from '../domain/night-policy.ts'
import type { Page, Versioned } from '../domain/page.ts'
import type { Recording } from '../domain/recording.ts'

/**
 * What changed, by the storage's clock. A mark is written before the fact that it announces: a crash in between leaves
 * a mark without a fact, which costs a look; the other way round a fact would be overlooked for ever.
 */
export interface ChangeLog<Kind extends string = Change['kind']> {
  mark(change: Mark<Kind>): Promise<void>
  /** Oldest first; `from` inclusive, `to` exclusive. The same thing may come several times. */
  read(query: { site: Id; from: Instant | undefined; to: Instant }): AsyncIterable<Mark<Kind> & { readonly at: Instant }>
}

export interface Mark<Kind extends string> {
  readonly kind: Kind
  readonly id: string
  readonly site: Id
}

export interface NightStore {
  find(site: Id, id: string): Promise<Versioned<Night> | undefined>
  /** The newest run of that date. */
  ofDate(site: Id, date: LocalDate): Promise<Versioned<Night> | undefined>
  /** `version` undefined = it must be new. `night-changed` when it is not the newest any more. */
  save(night: Night, version: string | undefined): Promise<string>
  /** Newest first. */
  list(query: { sites: readonly Id[]; cursor?: string | undefined; limit: number }): Promise<Page<Night>>
  /** Changes before this instant were dealt with by a night that reached its end. */
  watermark(site: Id): Promise<Instant | undefined>
  /** Never moves back. */
  moveWatermark(site: Id, to: Instant): Promise<void>
  policy(site: Id): Promise<Versioned<NightPolicy>>
  savePolicy(site: Id, policy: NightPolicy, version: string | undefined): Promise<string>
  /** Recordings whose work is due, by pages: 0, 1, 2 … The same page again replaces it. */
  savePage(night: string, page: number, recordings: readonly Id[]): Promise<void>
  /** @throws Fault `not-found` */
  page(night: string, page: number): Promise<readonly Id[]>
  /** The same recording and step again replaces the reason. */
  addProblem(night: string, problem: NightProblem): Promise<void>
  problems(night: string): Promise<readonly NightProblem[]>
}

/** What tells where the work on a recording is kept; a picture that was sent has it, too. */
export type WorkPlace = Pick<Recording, 'id' | 'site' | 'camera' | 'startedAt'>

export interface RecordingWorkStore {
  find(recording: WorkPlace): Promise<Versioned<RecordingWork> | undefined>
  /** `night-changed` when somebody else wrote it meanwhile. */
  save(work: RecordingWork, version: string | undefined): Promise<string>
  /** All of a site, by camera (in the order of keys) and time; or those of a camera, or that started in a time (`from` inclusive, `to` exclusive). */
  all(site: Id, within?: { camera?: Id | undefined; from: Instant; to: Instant }): AsyncIterable<RecordingWork>
}

export interface ArchiveStore {
  /** Copies inside the account; nothing passes through this process. Copying again changes nothing. */
  copy(recording: Recording): Promise<void>
  /** Size of the archived file in bytes; it is not read. Undefined where there is none. */
  size(path: string): Promise<number | undefined>
  /** Reads the archived file. Undefined where there is none. */
  sha256(path: string): Promise<string | undefined>
  /** The same content again changes nothing. What may not be overwritten stays, and the newer version lies beside it. */
  writeSidecar(sidecar: ArchiveSidecar): Promise<void>
  /** The newest version. */
  readSidecar(path: string): Promise<ArchiveSidecar | undefined>
  /** Sets tier, immutability and hold as far as the account can, and says how far. */
  protect(path: string, wanted: { immutableUntil: Instant | undefined; legalHold: boolean }): Promise<Protection>
  /** Into a file of this machine; the caller removes it. @throws Fault `not-found` */
  fetch(path: string, file: string): Promise<void>
}

/** `ml-data`: frames by hash, manifests and labels by recording, datasets by version. */
export interface FrameStore {
  /** Which of these frames are stored already. */
  has(frames: readonly string[]): Promise<ReadonlySet<string>>
  /** The same frame again changes nothing. */
  put(frame: string, jpeg: Uint8Array): Promise<void>
  read(frame: string): Promise<Uint8Array | undefined>
  saveManifest(manifest: FrameManifest): Promise<void>
  manifest(recording: Id): Promise<FrameManifest | undefined>
  saveLabels(labels: RecordingLabels): Promise<void>
  labels(recording: Id): Promise<RecordingLabels | undefined>
  /** Where a frame comes from; the first recording that had it. */
  origin(frame: string): Promise<{ recording: Id; site: Id; camera: Id } | undefined>
}

export interface FrameEditStore {
  /** `seq` is given by the store. The same edit twice (an answer that was lost) is one. */
  add(edit: Omit<FrameEdit, 'seq'>): Promise<FrameEdit>
  /** All edits of a recording's frames, by frame and seq. */
  ofRecording(site: Id, recording: Id): Promise<readonly FrameEdit[]>
}

/** Files of this machine that are gone when the work on them is over, however it ends. */
export interface ScratchFiles {
  use<T>(work: (file: ScratchFile) => Promise<T>): Promise<T>
}

export interface ScratchFile {
  /** Nothing is there yet. */
  readonly path: string
  /** Of what was written there. */
  sha256(): Promise<string>
}

/** Cuts stills out of a video file, in a process of its own with limits. Never throws for what a file can hold. */
export type SplitVideo = (request: SplitRequest, onFrame: (frame: SplitFrame) => Promise<void>) => Promise<SplitResult>

export interface SplitRequest {
  /** A file of this machine. */
  readonly file: string
  /** The first frame at or after each of these times, in ms after the first frame; ascending. */
  readonly times: readonly number[]
  /** And the key frames that are the first at or after each of these times. */
  readonly keyframeTimes: readonly number[]
  readonly jpegQscale: number
}

export interface SplitFrame {
  readonly ptsMs: number
  readonly index: number
  readonly isKey: boolean
  readonly width: number
  readonly height: number
  readonly likeness: string
  /** Without any metadata. */
  readonly jpeg: Uint8Array
}

export interface SplitResult {
  readonly outcome: 'complete' | 'partial' | 'empty' | 'corrupt'
  readonly reason: string | undefined
  readonly decoder: string
}

export interface DatasetStore {
  /** Writes items, header and statistics; complete only when the header is there. The same version again changes nothing. */
  save(header: DatasetHeader, items: AsyncIterable<DatasetItem>, files: Readonly<Record<string, string>>): Promise<void>
  header(version: DatasetVersion): Promise<DatasetHeader | undefined>
  /** In their order. @throws Fault `not-found` */
  items(version: DatasetVersion): AsyncIterable<DatasetItem>
  /** From a byte of `items.jsonl` on, each with the byte after it. @throws Fault `input-invalid` where no line begins there */
  itemsFrom(version: DatasetVersion, offset: number): AsyncIterable<{ readonly item: DatasetItem; readonly next: number }>
  /** One of the files beside it, such as `statistics.json`. */
  file(version: DatasetVersion, name: string): Promise<string | undefined>
  /** One more file beside a version, which must follow from versions alone; the same file again changes nothing. */
  addFile(version: DatasetVersion, name: string, text: string): Promise<void>
  /** The same version again changes nothing: the first who enters it dates it. */
  add(entry: DatasetEntry): Promise<void>
  find(version: DatasetVersion): Promise<DatasetEntry | undefined>
  /** Newest first. */
  list(query: { sites: readonly Id[]; cursor?: string | undefined; limit: number }): Promise<Page<DatasetEntry>>
  /** Which split each recording of the site belongs to, for ever. */
  splits(site: Id): Promise<Versioned<Readonly<Record<Id, string>>>>
  /** `version` undefined or empty = there are none yet. `dataset-changed` when somebody else wrote them meanwhile. */
  saveSplits(site: Id, splits: Readonly<Record<Id, string>>, version: string | undefined): Promise<void>
}

export interface ExportStore {
  find(id: Id): Promise<Versioned<DatasetExport> | undefined>
  save(job: DatasetExport, version: string | undefined): Promise<string>
  list(dataset: DatasetVersion): Promise<readonly DatasetExport[]>
  /** Writes a ZIP as it comes, with constant memory; answers its size and SHA-256. */
  write(path: string, entries: AsyncIterable<ExportFile>): Promise<{ bytes: number; sha256: string }>
  /** Reads it back, file by file, in the order of the ZIP. */
  read(path: string): AsyncIterable<{ path: string; content: AsyncIterable<Uint8Array> }>
  /** Gives the plain address of each frame's blob: without a secret, so whoever reads it needs access. */
  frameUrls(): Promise<(frame: string) => string>
}

/** A file of an export: text as it is made, or a frame's picture. */
export type ExportFile =
  | { readonly path: string; readonly text: AsyncIterable<string> | Iterable<string> }
  | { readonly path: string; readonly frame: string }

export interface HoldStore {
  save(hold: LegalHold): Promise<void>
  list(site: Id): Promise<readonly LegalHold[]>
}

export type OrchestrationName = 'nightly-data-preparation' | 'export-dataset' | 'import-annotations' | 'retraining' | 'release' | 'rollout'

/** Starts orchestrations and asks for them; nothing else of the engine is known to operations. */
export interface Orchestrations {
  /** Starting what runs or has ended already changes nothing. */
  start(name: OrchestrationName, id: string, input: unknown): Promise<void>
  /** Wakes one that waits for this event. Nothing is in the event: whoever is woken looks at the row. One that is over or unknown is left alone. */
  wake(id: string, event: string): Promise<void>
  status(id: string): Promise<{ state: 'running' | 'completed' | 'failed' | 'terminated'; custom: unknown; output: unknown } | undefined>
}
