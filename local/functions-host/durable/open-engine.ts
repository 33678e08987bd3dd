import { join } from 'node:path'
import type { RegisteredFunction } from '../app/function-registry.ts'
import type { HostContext } from '../invocation/host-context.ts'
import { startRpcServer } from './api/rpc-server.ts'
import { createDispatcher } from './dispatcher.ts'
import type { DurableKind, Engine } from './engine.ts'
import { runEntity } from './entity/run-entity.ts'
import { runOrchestration } from './orchestration/run-orchestration.ts'
import { openStore } from './store/open-store.ts'
import { runWork } from './tasks/run-work.ts'
import { createTimerPump } from './timer-pump.ts'

export interface OpenEngine extends Engine {
  /** Where the app's own clients find the API, on loopback and without a key. */
  readonly rpcBaseUrl: string
}

const engines = new WeakMap<HostContext, Promise<OpenEngine>>()

/**
 * The engine of a host; the first call opens its task hub and goes on with what is unfinished there.
 * Throws a fault when another process holds the task hub.
 */
export function engineOf(host: HostContext): Promise<OpenEngine> {
  const known = engines.get(host)
  if (known !== undefined) return known
  const opening = open(host)
  engines.set(host, opening)
  return opening
}

async function open(host: HostContext): Promise<OpenEngine> {
  const settings = host.settings.extensions.durableTask
  const store = openStore(join(host.stateFolder, 'durable', `${settings.hubName.toLowerCase()}.db`))
  const functions = functionsByKind(host.registry.functions.values())
  const engine: Engine = {
    host,
    hub: settings.hubName,
    store,
    limits: {
      maximum: settings.maximumShortTimerDuration,
      interval: settings.longRunningTimerIntervalDuration,
      httpPause: settings.httpSettings.defaultAsyncRequestSleepTimeMilliseconds,
    },
    replacesRunning: settings.overridableExistingInstanceStates === 'AnyState',
    find: (kind, name) => functions[kind].get(name.toLowerCase()),
    names: (kind) => [...functions[kind].values()].map(({ name }) => name),
    wake: () => {
      for (const each of dispatchers) each.wake()
      timers.wake()
    },
  }

  const { queues } = store
  const common = {
    isStopping: () => host.stopping.aborted,
    onError: (error: unknown) => host.log(`Durable Functions: ${error instanceof Error ? error.stack : String(error)}`),
  }
  const timers = createTimerPump(store, () => engine.wake(), common.onError)
  const dispatchers = [
    createDispatcher({
      ...common,
      limit: settings.maxConcurrentOrchestratorFunctions,
      take: (after, count) => queues.nextReady(false, after, count),
      run: ({ target }) => runOrchestration(engine, target),
    }),
    createDispatcher({
      ...common,
      limit: settings.maxConcurrentEntityFunctions,
      take: (after, count) => queues.nextReady(true, after, count),
      run: ({ target }) => runEntity(engine, target),
    }),
    createDispatcher({
      ...common,
      limit: settings.maxConcurrentActivityFunctions,
      take: (after, count) => queues.nextWork(after, count),
      run: (work) => runWork(engine, work),
    }),
  ]
  const rpc = await startRpcServer(engine)
  host.stopping.addEventListener('abort', () => timers.stop())
  host.atEnd(async () => {
    await rpc.close()
    await Promise.all(dispatchers.map((each) => each.idle()))
    store.close()
  })
  engine.wake()
  return { ...engine, rpcBaseUrl: rpc.url }
}

const kinds: Record<string, DurableKind> = {
  orchestrationtrigger: 'orchestration',
  activitytrigger: 'activity',
  entitytrigger: 'entity',
}

function functionsByKind(functions: Iterable<RegisteredFunction>): Record<DurableKind, Map<string, RegisteredFunction>> {
  const found = { orchestration: new Map(), activity: new Map(), entity: new Map() }
  for (const fn of functions) {
    const kind = kinds[fn.trigger.type.toLowerCase()]
    if (kind !== undefined) found[kind].set(fn.name.toLowerCase(), fn)
  }
  return found
}
