import type { Id, Instant } from '../domain/ids.ts'
import type { Page } from '../domain/page.ts'
import type { Recording } from '../domain/recording.ts'
import type { UploadJob } from '../domain/upload-job.ts'

export interface RecordingStore {
  /** The same recording again changes nothing. */
  save(recording: Recording): Promise<void>
  find(id: Id): Promise<Recording | undefined>
  /** Newest first. */
  list(query: { site: Id; camera: Id; from?: Instant; to?: Instant; cursor?: string; limit: number }): Promise<Page<Recording>>
}

/** Uploaded files that nobody has checked yet, and where the checked ones go. */
export interface MediaStore {
  /** Reads the whole file. Undefined when there is no such upload (any more). */
  inspectUpload(path: string): Promise<InspectedUpload | undefined>
  has(container: MediaContainer, path: string): Promise<boolean>
  /**
   * Copies what was inspected, inside the storage account; nothing passes through this process. Copying again changes
   * nothing. `upload-changed` when the device wrote it again since.
   */
  accept(upload: InspectedUpload, container: MediaContainer | 'quarantine', path: string): Promise<void>
  removeUpload(path: string): Promise<void>
  /** All of what was inspected, which must be small enough. Undefined when there is no such upload (any more). */
  readUpload(path: string): Promise<Uint8Array | undefined>
  /** A checked still, 4 MB at most. Undefined where there is none. */
  readSnapshot(path: string): Promise<Uint8Array | undefined>
}

export interface InspectedUpload {
  readonly path: string
  readonly version: string
  readonly bytes: number
  readonly sha256: string
  /** The first 16 bytes, which say what kind of file it is. */
  readonly head: Uint8Array
}

export type MediaContainer = 'raw-video' | 'snapshots'

/** Containers whose blobs people may open by a link. */
export type LinkedContainer = MediaContainer | 'ml-data' | 'exports' | 'archive' | 'clips' | 'evidence' | 'models' | 'insights'

/** Read-only links to one blob, ≤ 10 minutes. */
export interface MediaLinks {
  /** Where links lead; a page must allow pictures from there. */
  readonly origin: string
  /** @param saveAs A browser saves it under this name instead of showing it; letters, digits, dots and dashes. */
  link(container: LinkedContainer, path: string, expiresAt: Instant, saveAs?: string): Promise<string>
  /** Takes an upload to this path, and shows nothing of what is there. ≤ 10 minutes, too. */
  uploadLink(container: 'imports', path: string, expiresAt: Instant): Promise<string>
}

export interface UploadQueue {
  /** `delaySeconds`: how long nobody looks at it. Default 0. */
  add(job: UploadJob, delaySeconds?: number): Promise<void>
}
