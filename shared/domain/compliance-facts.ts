import type { ItemKind } from './compliance-item.ts'
import type { BuiltInRule, LeavingField } from './compliance-policy.ts'
import type { Id, Instant } from './ids.ts'
import type { Severity } from './rule.ts'

/** All about an item that a policy can ask for. Kept with each decision, so that another policy can be tried without the item itself. */
export interface ComplianceFacts {
  readonly kind: ItemKind
  /** When it began: server time where the device's clock cannot be right. */
  readonly at: Instant
  /** The cameras that it is about; several only where it is an anomaly. */
  readonly cameras: readonly Id[]
  readonly rule?: Id | undefined
  readonly severity?: Severity | undefined
  /** Of the surest detection. */
  readonly confidence?: number | undefined
  /** Frames by what was seen on them, each label once and sorted; one entry for a thing that is no series of frames. */
  readonly seen: readonly { readonly labels: readonly string[]; readonly frames: number }[]
  /** Which of the fields it has. */
  readonly fields: readonly LeavingField[]
  readonly picture?: PictureFacts | undefined
  /** Why it cannot be judged. */
  readonly problem?: Extract<BuiltInRule, 'source-missing' | 'picture-unreadable' | 'unfilterable'> | undefined
}

export interface PictureFacts {
  readonly width: number
  readonly height: number
  /** What the model that looked at this camera can see at all; undefined where nobody knows the model. */
  readonly modelLabels: readonly string[] | undefined
  /** Whether the model has looked at this very picture or its neighbours in time. */
  readonly wasLookedAt: boolean
}
