import Module from 'node:module'
import type { FunctionCallback, FunctionMetadata, HookCallback, LogLevel, ProgrammingModel } from './core-types.ts'
import { addFunction, addHook, type FunctionRegistry } from './function-registry.ts'

const moduleName = '@azure/functions-core'
// The library asks what it can expect by version; streams and log hooks need 4.34.
const hostVersion = '4.1045.200.25556'
const workerVersion = '3.12.0'

interface DisposableLike {
  dispose(): void
}

interface CommonJsLoader {
  _load(id: string, ...rest: unknown[]): unknown
}

// One process, one stand-in: the library keeps what it got from its first `require`, for ever. Where a process runs
// several apps one after another, the stand-in hands on to the app that is being loaded.
let current: FunctionRegistry | undefined
let model: ProgrammingModel | undefined
let isInstalled = false

function registry(): FunctionRegistry {
  if (current === undefined) throw new Error(`${moduleName} was used before a host was started.`)
  return current
}

function Disposable(this: { dispose?: () => void }, dispose: () => void): void {
  this.dispose = dispose
}
Disposable.from = (...disposables: DisposableLike[]): DisposableLike => disposable(() => disposables.forEach((each) => void each.dispose()))

const disposable = (dispose: () => void): DisposableLike => Reflect.construct(Disposable, [dispose])

const standIn = {
  version: workerVersion,
  hostVersion,
  Disposable,
  registerFunction: (metadata: FunctionMetadata, callback: FunctionCallback) => disposable(addFunction(registry(), metadata, callback)),
  registerHook: (name: string, callback: HookCallback) => disposable(addHook(registry(), name, callback)),
  setProgrammingModel: (value: ProgrammingModel) => {
    model = value
  },
  getProgrammingModel: () => model,
  log: (level: LogLevel, category: string, message: string) => registry().log(level, category, message),
}

/**
 * Puts the stand-in in the place of the module that Azure's Node worker injects. The library requires it by CommonJS
 * even when the app is ESM, so wrapping the CommonJS loader is enough. Must be called before the app is loaded.
 */
export function useCoreModule(target: FunctionRegistry): void {
  current = target
  if (isInstalled) return
  isInstalled = true
  const loader = Module as unknown as CommonJsLoader
  const load = loader._load
  loader._load = (id, ...rest) => (id === moduleName ? standIn : load.call(loader, id, ...rest))
}

/** The model of the library's copy that the app uses. A second app on the same copy finds it set already. */
export function currentModel(): ProgrammingModel | undefined {
  return model
}
