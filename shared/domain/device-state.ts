import type { Id } from './ids.ts'
import type { ModelReference } from './messages.ts'

/** What a device was told and what it says of itself. */
export interface DeviceState {
  readonly device: Id
  readonly isConnected: boolean
  readonly tags: Readonly<Record<string, unknown>>
  /** Reported by `$edgeAgent`. */
  readonly image: string | undefined
  readonly runtimeStatus: string | undefined
  readonly restartCount: number | undefined
  readonly lastDesired: { readonly code: number; readonly description: string; readonly isNewest: boolean } | undefined
  /** The image that deployments make of it now. */
  readonly desiredImage: string | undefined
  /** Digest of the model that deployments give to the module apart from its image. */
  readonly desiredModel: string | undefined
  /** Reported by the module. */
  readonly module:
    | {
        readonly model: ModelReference | undefined
        readonly refused: { readonly digest: string; readonly problem: string } | undefined
        readonly isBusy: boolean
        readonly bootId: string | undefined
        /** What it made of its settings; undefined where it has not said anything about the newest ones. */
        readonly settings: { readonly status: 'applied' | 'refused'; readonly problem?: string | undefined } | undefined
      }
    | undefined
  readonly architecture: string | undefined
}
