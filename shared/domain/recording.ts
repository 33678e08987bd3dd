import type { Id, Instant } from './ids.ts'

/** One uploaded video segment that was checked and moved to container `raw-video`. */
export interface Recording {
  readonly id: Id
  readonly site: Id
  readonly device: Id
  readonly camera: Id
  readonly startedAt: Instant
  readonly endedAt: Instant
  /** Path in container `raw-video`. */
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  readonly codec: string
  readonly frameRate: number
  readonly width: number
  readonly height: number
  readonly receivedAt: Instant
}
