import { existsSync, globSync, readFileSync } from 'node:fs'
import type { Server } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Fault } from '../../../shared/domain/faults.ts'
import { currentModel, useCoreModule } from './core-module.ts'
import type { FunctionRegistry } from './function-registry.ts'
import { listenOnLoopback } from './listen-on-loopback.ts'

// What Azure's worker tells the library that it can do.
const capabilities = [
  'RawHttpBodyBytes',
  'RpcHttpTriggerMetadataRemoved',
  'RpcHttpBodyOnly',
  'IgnoreEmptyValuedRpcHttpHeaders',
  'UseNullableValueDictionaryForHttp',
  'WorkerStatus',
  'TypedDataCollection',
  'HandlesWorkerTerminateMessage',
]

export interface LoadedApp {
  /** Where the library serves streamed HTTP, if the app asked for streams. */
  readonly streamUrl: URL | undefined
  /** Servers that the library opened and will not close. */
  readonly servers: readonly Server[]
}

/**
 * Loads the files that `main` of the app's package.json names, in the order of Azure's worker: files, appStart hooks,
 * capabilities, end of registration.
 *
 * @param entry instead of `main`: a path or glob relative to the app's folder.
 */
export async function loadApp(appFolder: string, entry: string | undefined, registry: FunctionRegistry): Promise<LoadedApp> {
  useCoreModule(registry)
  for (const file of entryFiles(appFolder, entry)) {
    try {
      await import(pathToFileURL(join(appFolder, file)).href)
    } catch (cause) {
      throw new Fault('setting-invalid', `The entry point "${file}" could not be loaded: ${String(cause)}`, { cause })
    }
  }
  registry.model = currentModel()
  const hookContext = { hookData: {}, appHookData: registry.appHookData, functionAppDirectory: appFolder }
  for (const hook of registry.hooks.appStart) await hook(hookContext)
  const defaults = Object.fromEntries(capabilities.map((name) => [name, 'true']))
  const { result, servers } = await listenOnLoopback(async () => (await registry.model?.getCapabilities?.(defaults)) ?? defaults)
  registry.isLocked = true
  const { HttpUri } = result
  return { streamUrl: HttpUri === undefined ? undefined : new URL(HttpUri), servers }
}

function entryFiles(appFolder: string, entry: string | undefined): string[] {
  const main = entry ?? readMain(appFolder)
  const files = globSync(main, { cwd: appFolder }).sort()
  if (files.length === 0) throw new Fault('setting-invalid', `No file matches the entry point "${main}" in ${appFolder}.`)
  return files
}

function readMain(appFolder: string): string {
  const file = join(appFolder, 'package.json')
  if (!existsSync(file)) throw new Fault('setting-invalid', `${appFolder} has no package.json, so it is no function app.`)
  const { main = 'index.js' } = JSON.parse(readFileSync(file, 'utf8')) as { main?: string }
  return main
}
