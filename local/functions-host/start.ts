import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { isFunctionDisabled } from './app/app-settings.ts'
import { createFunctionRegistry } from './app/function-registry.ts'
import { type HostSettings, readHostSettings } from './app/host-settings.ts'
import { loadApp } from './app/load-app.ts'
import { type CorsSettings, readLocalSettings } from './app/local-settings.ts'
import { createLogHandler } from './app/log-handler.ts'
import { describeFunctions } from './describe-functions.ts'
import { createDirectAnswer } from './http/direct-answer.ts'
import { createStreamForwarder } from './http/forward-stream.ts'
import { loadKeys } from './http/keys.ts'
import { closeServer, listen } from './http/listen.ts'
import type { PlatformDoor } from './http/platform-door.ts'
import { createRouter } from './http/router.ts'
import { createHttpServer, type HttpFront } from './http/server.ts'
import type { BindingTypes } from './invocation/binding-types.ts'
import { createHostContext } from './invocation/create-host-context.ts'
import { libraryClasses } from './invocation/library-classes.ts'
import { knownBindings } from './known-bindings.ts'
import { startListeners } from './triggers/start-listeners.ts'

export interface FunctionsHostOptions {
  /** The folder with the app's host.json and package.json. */
  readonly appFolder: string
  /** 0 = any free port; without it that of local.settings.json, or 7071. */
  readonly port?: number
  /** Put into the environment of this process, where the app reads its settings; they go before local.settings.json. */
  readonly settings?: Record<string, string>
  /** Instead of `main` of package.json: a path or glob relative to the app's folder. */
  readonly entry?: string
  /** Where timers, keys and the like are kept; `.sightloop/functions-host` of the app when not said. */
  readonly stateFolder?: string
  readonly cors?: CorsSettings
  /** Function and admin keys are checked; `func start` does not, and so do we unless told. */
  readonly checkKeys?: boolean
  /** What stands in front of the app and knows who sends a request. */
  readonly door?: PlatformDoor
  /** Trigger and binding types; more than the host's own for Durable Functions. */
  readonly types?: BindingTypes
  /** Always the library's invocation model, also where the short way to an HTTP handler would do. */
  readonly isDirectAnswerOff?: boolean
  /** Gets every line that the host and the app write. */
  readonly log?: (line: string) => void
}

export interface RunningFunctionsHost {
  readonly port: number
  readonly url: string
  readonly functionNames: readonly string[]
  /** Takes nothing new, lets what runs end, then calls the app's appTerminate hooks. */
  stop(): Promise<void>
}

/**
 * Loads a function app into this process and serves it as Azure's Functions host would. A process can host several apps
 * one after another, but they share the environment; where that matters, start `main.ts` as a child process.
 *
 * Throws a fault for wrong settings, a taken port, and an app whose entry point fails.
 */
export async function startFunctionsHost(options: FunctionsHostOptions): Promise<RunningFunctionsHost> {
  const { log = console.log, types = knownBindings } = options
  const appFolder = realpathSync(options.appFolder)
  for (const [name, value] of Object.entries(options.settings ?? {})) process.env[name] = value
  const local = readLocalSettings(appFolder)
  const settings = readHostSettings(appFolder)
  const stateFolder = options.stateFolder ?? join(appFolder, '.sightloop', 'functions-host')
  mkdirSync(stateFolder, { recursive: true })

  // The port is open before the app is loaded, because apps may ask for their own address; requests wait until then.
  const opening = Promise.withResolvers<HttpFront>()
  opening.promise.catch(() => {})
  const server = createHttpServer(opening.promise)
  const port = await listen(server, options.port ?? local.port ?? 7071)
  process.env['WEBSITE_HOSTNAME'] = `localhost:${port}`
  process.env['FUNCTIONS_WORKER_RUNTIME'] ??= 'node'
  process.env['AZURE_FUNCTIONS_ENVIRONMENT'] ??= 'Development'

  try {
    const level = settings.logging.logLevel['default'] ?? 'Information'
    const registry = createFunctionRegistry(createLogHandler(() => registry.hooks.log, level, log))
    const { streamUrl, servers } = await loadApp(appFolder, options.entry, registry)
    leaveOutUnwanted(registry.functions, settings)
    const hostId = process.env['AzureFunctionsWebHost__hostid'] ?? createHash('sha256').update(appFolder).digest('hex').slice(0, 32)
    const { model } = registry
    const classes = model === undefined || options.isDirectAnswerOff ? undefined : await libraryClasses(model, streamUrl !== undefined)
    const keys = options.checkKeys ? loadKeys(stateFolder, [...registry.functions.keys()]) : undefined
    const parts = { appFolder, stateFolder, hostId, settings, registry, types, systemKey: keys?.system, log }
    const control = createHostContext(parts, classes)
    const { host, stopped, beginStop } = control
    const router = createRouter(registry.functions.values(), settings.extensions.http.routePrefix)
    const streams = streamUrl === undefined ? undefined : createStreamForwarder(streamUrl, host)
    const front: HttpFront = {
      host,
      router,
      streams,
      cors: options.cors ?? local.cors,
      door: options.door,
      keys,
      answerDirectly: classes === undefined ? undefined : createDirectAnswer(classes, host),
    }
    for (const line of describeFunctions(registry.functions.values(), router, `http://localhost:${port}`)) log(line)
    const listeners = await startListeners(registry.functions.values(), host)
    opening.resolve(front)
    log(`Listening on http://localhost:${port}`)
    log(`Host lock lease acquired by instance ID '${randomUUID().replaceAll('-', '').padStart(32, '0')}'.`)

    return {
      port,
      url: `http://127.0.0.1:${port}`,
      functionNames: [...registry.functions.keys()],
      stop: async () => {
        beginStop()
        await Promise.all([closeServer(server), ...listeners.map((listener) => listener.stop())])
        await stopped()
        const context = { hookData: {}, appHookData: registry.appHookData, functionAppDirectory: appFolder }
        for (const hook of registry.hooks.appTerminate) await hook(context)
        streams?.close()
        for (const each of servers) each.close()
      },
    }
  } catch (error) {
    opening.reject(error)
    server.close()
    server.closeAllConnections()
    throw error
  }
}

/** Functions that a setting disables, or that host.json's list does not name, are not there at all. */
function leaveOutUnwanted(functions: Map<string, unknown>, { functions: wanted }: HostSettings): void {
  for (const name of functions.keys()) {
    if (isFunctionDisabled(name) || (wanted !== undefined && !wanted.includes(name))) functions.delete(name)
  }
}
