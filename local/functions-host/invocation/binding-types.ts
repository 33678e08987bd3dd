import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BindingInfo, TypedData } from '../app/core-types.ts'
import type { RegisteredFunction } from '../app/function-registry.ts'
import type { HostContext } from './host-context.ts'

/** What a trigger hands to one invocation. */
export interface TriggerCall {
  readonly data: TypedData
  /** As the host of Azure sends it; the library lower-cases the first letters. */
  readonly metadata: Record<string, TypedData>
  /** For `{name}` in the options of extra inputs and outputs. */
  readonly bindingValues: Record<string, unknown>
  /** A batch of events in its raw form; then `data` and `metadata` are made from it only if they are read. */
  readonly batch?: EventBatch
  /** Called with what the handler returned, before anything is made of it. */
  readonly onResult?: (result: unknown) => void
}

export interface EventBatch {
  readonly bodies: readonly Buffer[]
  /** False: the function wants the bodies parsed. */
  readonly isBinary: boolean
  readonly metadata: Record<string, () => TypedData>
}

export interface TriggerListener {
  /** Resolves when no new invocation will begin; running ones are waited for by the host. */
  stop(): Promise<void>
}

/** How the host serves one type of trigger. Durable Functions adds its own types to the same register. */
export interface TriggerType {
  listen(fn: RegisteredFunction, host: HostContext): Promise<TriggerListener>
  /**
   * What a call by hand (`POST /admin/functions/{name}` with `{"input": "…"}`) hands to the function; undefined when the
   * trigger has seen to the call itself.
   */
  callByHand(fn: RegisteredFunction, input: string, host: HostContext): Promise<TriggerCall | undefined> | TriggerCall | undefined
}

export type InputBinding = (binding: BindingInfo, values: Record<string, unknown>, host: HostContext) => Promise<TypedData>
export type OutputBinding = (binding: BindingInfo, value: TypedData, values: Record<string, unknown>, host: HostContext) => Promise<void>

/** Answers `/runtime/webhooks/{extension}/…`. */
export type Webhook = (request: IncomingMessage, response: ServerResponse, host: HostContext) => Promise<void>

/** Types by their lower-cased name. */
export interface BindingTypes {
  readonly triggers: ReadonlyMap<string, TriggerType>
  readonly inputs: ReadonlyMap<string, InputBinding>
  readonly outputs: ReadonlyMap<string, OutputBinding>
  /** By the extension's name. */
  readonly webhooks: ReadonlyMap<string, Webhook>
}
