import { join } from 'node:path'
import type { ModelCard } from '../../shared/domain/model-card.ts'
import type { Role } from '../../shared/domain/person.ts'
import { ensureUi } from '../../ui/build.ts'
import { startTelemetry } from '../telemetry/start.ts'
import { createApi, createSendZip } from './api.ts'
import { banner } from './banner.ts'
import { commission, pushRuntimeOf } from './commission.ts'
import type { DataFolder } from './data-folder.ts'
import { laptopDevice, planFactory, readModelCard } from './factory.ts'
import { readModuleAccess } from './module-access.ts'
import type { ConsoleOptions } from './options.ts'
import { planPorts } from './ports.ts'
import type { PushedRuntime } from './push-runtime.ts'
import { seedFactory } from './seed-factory.ts'
import { createServiceGroup } from './service-starter.ts'
import { startCloud } from './start-cloud.ts'
import { startEdge } from './start-edge.ts'
import { provideMedia, startSimulatedCamera } from './start-plant.ts'
import { type Watches, watchEverything } from './watch-everything.ts'
import { watchOutbox } from './watch-outbox.ts'

export interface Screen {
  /** What one wants to see once. */
  say(text: string): void
  /** What happens, one line each. */
  event(line: string): void
  /** What goes wrong; shown even when quiet. */
  trouble(line: string): void
}

export interface RunningConsole {
  /** Everything in order; nothing is left behind. */
  stop(): Promise<void>
}

const modelIsForNewOnes =
  '--model says what a new factory begins with; this one keeps its models. Begin anew with --reset, or bring it in as a person would: POST /api/sites/plant-1/models.'
const starterModel = 'edge/models/line-starter'

/** Brings the whole factory up. When a part does not start, or the signal says so, what runs already is stopped and the error passed on. */
export async function runConsole(
  root: string,
  options: ConsoleOptions,
  data: DataFolder,
  screen: Screen,
  signal: AbortSignal,
): Promise<RunningConsole> {
  const ports = planPorts(options.port)
  const services = createServiceGroup(data, signal, screen.trouble)
  const startedAt = performance.now()
  const seconds = () => Math.round((performance.now() - startedAt) / 1000)
  const telemetry = await startTelemetry(ports.telemetry)
  let watches: Watches | undefined
  const ending = new AbortController()
  const stop = async () => {
    ending.abort()
    await watches?.stop()
    await services.stopAll()
    await telemetry.close()
  }
  try {
    const model = modelFolder(root, options)
    const card = model === undefined ? undefined : readModelCard(model)
    screen.say('Starting storage, IoT Hub, Communication Services and the function app …')
    const runtime = Promise.withResolvers<PushedRuntime>()
    // Awaited below; a start that fails before says its own reason.
    runtime.promise.catch(() => {})
    // Beside everything else: whoever opens a page before it is there is told to wait.
    const pages = ensureUi().catch((error) => screen.trouble((error as Error).message))
    const cloud = await startCloud(services.start, root, data, ports, {
      telemetryUrl: telemetry.url,
      onHostLine: (line) => watches?.hostSaid(line),
      onRegistry: (url) => runtime.resolve(pushRuntimeOf(root, url)),
    })
    const apiAs = (role: Role) => createApi(cloud.apiUrl, role, signal)
    screen.say(`The cloud side is up after ${seconds()} s. Setting up the factory …`)
    const hasLine = options.cameras.length === 0
    const lineUrl = hasLine ? `rtsp://127.0.0.1:${ports.camera}/line` : undefined
    const factory = planFactory(lineUrl, options.cameras, card)
    await seedFactory(apiAs('admin'), factory)
    provideMedia(data, options.cameras)

    let isFirstIncident = true
    const onIncident = (line: string, isNew: boolean) => {
      screen.event(isNew && isFirstIncident ? `${line}; the first one, ${seconds()} s after the start` : line)
      if (isNew) isFirstIncident = false
    }
    watches = watchEverything({ apiAs, apiUrl: cloud.apiUrl, onEvent: screen.event, onIncident })
    await watchOutbox(cloud.outboxUrl, AbortSignal.any([signal, ending.signal]), screen.event)
    const access = await readModuleAccess(cloud.hub, laptopDevice.id)
    const edge = { root, data, ports, hub: cloud.hub, access, onEvent: screen.event, onTrouble: screen.trouble }
    const setUp = [
      commission({
        engineer: apiAs('iot-engineer'),
        sendAsScientist: createSendZip(cloud.apiUrl, 'data-scientist', signal),
        ...{ site: factory.site.id, device: laptopDevice.id, registry: `127.0.0.1:${ports.registry}` },
        runtime: await runtime.promise,
        model,
      }),
      startEdge(services.start, edge),
    ] as const
    // Both to their ends, whatever becomes of one: nothing may start any more when all is stopped.
    await Promise.allSettled([...setUp, pages])
    const [isNew] = await Promise.all(setUp)
    // Only now: the first hand reaches into the machine some ten seconds later, and there should be somebody who sees it.
    if (hasLine) await startSimulatedCamera(services.start, root, options.seed, ports)
    screen.say(
      banner({
        ...{
          apiUrl: cloud.apiUrl,
          outboxUrl: cloud.outboxUrl,
          tracesUrl: telemetry.url,
          scoringUrl: `http://127.0.0.1:${ports.scoring}/score`,
        },
        cameras: factory.cameras.map((camera) => camera.settings.source),
        model: isNew ? describeModel(card) : 'what is in force at the site',
        device: laptopDevice.id,
        seed: hasLine ? options.seed : undefined,
        dataFolder: data.path,
      }),
    )
    if (!isNew && options.model !== 'starter') screen.trouble(modelIsForNewOnes)
    if (options.isNight) await apiAs('data-scientist').post('nights', { site: factory.site.id, again: true })
    return { stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function describeModel(card: ModelCard | undefined): string {
  if (card === undefined) return 'none: the module records, and watches when a model is released to it'
  return `${card.name} ${card.version} (${card.labels.join(', ')})`
}

/** Undefined = the factory starts without a model. */
function modelFolder(root: string, { model }: ConsoleOptions): string | undefined {
  if (model === 'none') return undefined
  return model === 'starter' ? join(root, starterModel) : model.folder
}
