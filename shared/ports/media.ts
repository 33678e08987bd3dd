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

/** Read-only links to one blob, ≤ 10 minutes. */
export interface MediaLinks {
  /** Where links lead; a page must allow pictures from there. */
  readonly origin: string
  link(container: MediaContainer, path: string, expiresAt: Instant): Promise<string>
}

export interface UploadQueue {
  /** `delaySeconds`: how long nobody looks at it. Default 0. */
  add(job: UploadJob, delaySeconds?: number): Promise<void>
}
