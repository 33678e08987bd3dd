import type { Instant } from './ids.ts'

/** Why something was not taken in. `schema-unknown` is what a replay can cure after an update of the cloud side. */
export type QuarantineReason =
  | 'too-large'
  | 'not-json'
  | 'too-deep'
  | 'type-unknown'
  | 'schema-unknown'
  | 'schema-invalid'
  | 'device-unstamped'
  | 'device-unknown'
  | 'device-spoofed'
  | 'upload-missing'
  | 'upload-mismatch'
  | 'upload-type'
  | 'unstorable'
  | 'video-unreadable'

export interface QuarantinedItem {
  /** SHA-256 over what came, so that the same poison delivered twice is one item. */
  readonly id: string
  readonly reason: QuarantineReason
  /** What exactly was wrong, for a person. */
  readonly detail: string
  readonly receivedAt: Instant
  /** The hub's stamp, where there was one. */
  readonly device: string | undefined
  readonly bytes: number
  readonly sha256: string
  /** The first 4 KB at most, as base64: what came may not even be text. */
  readonly sample: string
  readonly replayedAt: Instant | undefined
}
