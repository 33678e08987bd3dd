import type { Id, Instant } from '../domain/ids.ts'

/** What was uploaded and checked, until it is removed. */
export interface RawVideoStore {
  /** All of a site, in the order of their paths. */
  list(site: Id): AsyncIterable<RawVideo>
  /** Only the very file that was listed; false when it is another one by now. One that is gone already counts as removed. */
  remove(video: RawVideo): Promise<boolean>
  /** Keeps the names of what is about to be removed; answers the SHA-256 of the list. The same list again changes nothing. */
  keepRemovalList(site: Id, at: Instant, lines: readonly string[]): Promise<string>
}

export interface RawVideo {
  readonly path: string
  /** These three as the path says. */
  readonly camera: Id
  readonly recording: Id
  readonly startedAt: Instant
  readonly bytes: number
  readonly version: string
}

export interface ClipSource {
  readonly recording: Id
  /** The same path in `raw-video` and in the archive. */
  readonly path: string
  readonly startedAt: Instant
}

/** Stretches of video that somebody asked for. A clip's name is its SHA-256; it is kept for a day. */
export interface ClipStore {
  /**
   * Cuts and joins without encoding anew, so it begins with the key frame at or before `from`. Reads the raw video, or
   * the archived one where that is gone. The same stretch again gives the same clip.
   *
   * @param sources Oldest first
   * @throws Fault `not-found` where a video is in neither place, `video-unreadable` where it cannot be cut
   */
  cut(site: Id, sources: readonly ClipSource[], from: Instant, to: Instant): Promise<Clip>
  /** Answers how many. */
  removeBefore(instant: Instant): Promise<number>
}

export interface Clip {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  readonly startedAt: Instant
  readonly endedAt: Instant
}

/** A file of an evidence package: text, or a blob as it is. */
export type EvidenceFile =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly container: 'clips' | 'snapshots'; readonly blob: string }

export interface EvidenceStore {
  has(path: string): Promise<boolean>
  /** Of a blob that goes into a package. Undefined where there is none. */
  sha256(container: 'clips' | 'snapshots', blob: string): Promise<string | undefined>
  /** Writes a ZIP as it comes, with constant memory. The same files give the same bytes. */
  write(path: string, files: readonly EvidenceFile[]): Promise<void>
}
