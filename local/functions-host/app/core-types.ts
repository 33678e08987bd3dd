// The shapes in which Azure's host and the library `@azure/functions` speak with each other (its protobuf contract as
// plain objects). Only what the library reads or writes is named here.

export interface TypedData {
  string?: string
  json?: string
  bytes?: Uint8Array
  int?: number
  double?: number
  http?: HttpData
  collectionString?: { string: string[] }
  collectionBytes?: { bytes: Uint8Array[] }
}

export interface HttpData {
  method?: string
  url?: string
  headers?: Record<string, string>
  query?: Record<string, string>
  params?: Record<string, string>
  statusCode?: string
  cookies?: HttpCookie[]
  enableContentNegotiation?: boolean
  body?: TypedData | null
}

export interface HttpCookie {
  name: string
  value: string
  domain?: { value: string }
  path?: { value: string }
  expires?: { value: { seconds: number } }
  secure?: { value: boolean }
  httpOnly?: { value: boolean }
  /** `none` means "not said"; a cookie that says None is `explicitNone`. */
  sameSite?: 'none' | 'lax' | 'strict' | 'explicitNone'
  maxAge?: { value: number }
}

export interface BindingInfo {
  readonly type: string
  readonly direction: 'in' | 'out'
  readonly [option: string]: unknown
}

export interface RetryOptions {
  maxRetryCount?: number
  retryStrategy?: 'fixedDelay' | 'exponentialBackoff'
  delayInterval?: { seconds: number }
  minimumInterval?: { seconds: number }
  maximumInterval?: { seconds: number }
}

export interface FunctionMetadata {
  name: string
  functionId?: string
  bindings: Record<string, BindingInfo>
  retryOptions?: RetryOptions
}

export type FunctionCallback = (...args: unknown[]) => unknown

export interface RetryContext {
  retryCount: number
  maxRetryCount: number
  exception?: { message: string; source: string; stackTrace: string }
}

export interface TraceContext {
  traceParent: string
  traceState: string
  attributes: Record<string, string>
}

export interface InvocationRequest {
  invocationId: string
  functionId: string
  inputData: { name: string; data: TypedData }[]
  triggerMetadata: Record<string, TypedData>
  traceContext?: TraceContext
  retryContext?: RetryContext
}

export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none'

export interface CoreContext {
  readonly invocationId: string
  readonly request: InvocationRequest
  readonly metadata: FunctionMetadata
  state: 'preInvocationHooks' | 'invocation' | 'postInvocationHooks' | undefined
  log(level: LogLevel, category: string, message: string): void
}

export interface InvocationModel {
  getArguments(): Promise<{ context: InvocationContextLike; inputs: unknown[] }>
  invokeFunction(context: InvocationContextLike, inputs: unknown[], callback: FunctionCallback): Promise<unknown>
  getResponse(context: InvocationContextLike, result: unknown): Promise<InvocationResponse>
}

/** What the host itself needs of the library's InvocationContext. */
export interface InvocationContextLike {
  readonly invocationId: string
}

export interface InvocationResponse {
  outputData?: { name: string; data: TypedData }[]
  returnValue?: TypedData | null
}

export interface ProgrammingModel {
  readonly name: string
  readonly version: string
  getInvocationModel(context: CoreContext): InvocationModel
  getCapabilities?(defaults: Record<string, string>): Promise<Record<string, string>> | Record<string, string>
}

export type HookName = 'preInvocation' | 'postInvocation' | 'appStart' | 'appTerminate' | 'log'
export type HookCallback = (context: Record<string, unknown>) => unknown
