import type { BindingInfo, FunctionCallback, FunctionMetadata, HookCallback, HookName, LogLevel, ProgrammingModel } from './core-types.ts'

export interface RegisteredFunction {
  readonly name: string
  readonly metadata: FunctionMetadata
  readonly callback: FunctionCallback
  /** The binding that wakes the function; its name has to be echoed in every invocation. */
  readonly trigger: BindingInfo & { readonly name: string }
}

/** What an app has told the host while its files were loaded. */
export interface FunctionRegistry {
  readonly functions: Map<string, RegisteredFunction>
  readonly hooks: Record<HookName, HookCallback[]>
  /** Shared by all hooks of the app. */
  readonly appHookData: Record<string, unknown>
  isLocked: boolean
  model: ProgrammingModel | undefined
  log(level: LogLevel, category: string, message: string): void
}

export function createFunctionRegistry(log: FunctionRegistry['log']): FunctionRegistry {
  return {
    functions: new Map(),
    hooks: { preInvocation: [], postInvocation: [], appStart: [], appTerminate: [], log: [] },
    appHookData: {},
    isLocked: false,
    model: undefined,
    log,
  }
}

/** Refuses what Azure's worker refuses: late registrations, two functions of one name, a function without a trigger. */
export function addFunction(registry: FunctionRegistry, metadata: FunctionMetadata, callback: FunctionCallback): () => void {
  const { name } = metadata
  if (registry.isLocked) throw systemError(`The function "${name}" was registered after the app had started.`)
  if (registry.functions.has(name)) throw systemError(`A function with the name "${name}" exists already.`)
  const [triggerName, trigger] = Object.entries(metadata.bindings).find(([, { type }]) => /trigger$/i.test(type)) ?? []
  if (triggerName === undefined || trigger === undefined) throw systemError(`The function "${name}" has no trigger.`)
  registry.functions.set(name, { name, metadata, callback, trigger: { ...trigger, name: triggerName } })
  return () => registry.functions.delete(name)
}

export function addHook(registry: FunctionRegistry, name: string, callback: HookCallback): () => void {
  const callbacks = registry.hooks[name as HookName]
  if (callbacks === undefined) throw systemError(`There is no hook "${name}".`, new RangeError())
  callbacks.push(callback)
  return () => callbacks.splice(callbacks.indexOf(callback), 1)
}

/** The library asks for this mark to tell the platform's errors from the app's. */
function systemError(message: string, error: Error = new Error()): Error {
  error.message = message
  return Object.assign(error, { isAzureFunctionsSystemError: true })
}
