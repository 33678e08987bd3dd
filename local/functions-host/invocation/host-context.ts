import type { RetryContext, TypedData } from '../app/core-types.ts'
import type { FunctionRegistry, RegisteredFunction } from '../app/function-registry.ts'
import type { HostSettings } from '../app/host-settings.ts'
import type { BindingTypes, TriggerCall } from './binding-types.ts'

/** What listeners and bindings know of the host that they run in. */
export interface HostContext {
  readonly appFolder: string
  /** Where the host keeps what must survive `kill -9`. */
  readonly stateFolder: string
  /** The same for every start of the same app folder. */
  readonly hostId: string
  readonly settings: HostSettings
  readonly registry: FunctionRegistry
  readonly types: BindingTypes
  /** What the webhooks of extensions ask for; undefined = keys are not checked. */
  readonly systemKey?: string | undefined
  /** Aborted when the host begins to stop: waits end, running functions go on to their end. */
  readonly stopping: AbortSignal
  log(line: string): void
  /** Calls `close` when the host has stopped and nothing runs any more. */
  atEnd(close: () => Promise<void> | void): void
  invoke(fn: RegisteredFunction, call: TriggerCall, reason: string, retryContext?: RetryContext): Promise<Outcome>
}

export type Outcome =
  | { readonly isSuccess: true; readonly returnValue: TypedData | null | undefined }
  | { readonly isSuccess: false; readonly error: unknown }
