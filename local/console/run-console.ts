import { join } from 'node:path'
import { createApi } from './api.ts'
import { banner } from './banner.ts'
import type { DataFolder } from './data-folder.ts'
import { laptopDevice, planFactory, readModelCard } from './factory.ts'
import { readModuleAccess } from './module-access.ts'
import type { ConsoleOptions } from './options.ts'
import { planPorts } from './ports.ts'
import { seedFactory } from './seed-factory.ts'
import { createServiceGroup } from './service-starter.ts'
import { startCloud } from './start-cloud.ts'
import { provideMedia, startEdge, startSimulatedCamera } from './start-plant.ts'
import { watchIncidents } from './watch-incidents.ts'
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
  let incidents: ReturnType<typeof watchIncidents> | undefined
  const stop = async () => {
    await incidents?.stop()
    await services.stopAll()
  }
  try {
    const model = options.model ?? join(root, starterModel)
    const card = readModelCard(model)
    screen.say('Starting storage, IoT Hub, Communication Services and the function app …')
    const cloud = await startCloud(services.start, root, data, ports, (line) => {
      if (mayChangeIncidents(line)) incidents?.look()
    })
    screen.say(`The cloud side is up after ${seconds()} s. Setting up the factory …`)
    const hasLine = options.cameras.length === 0
    const lineUrl = hasLine ? `rtsp://127.0.0.1:${ports.camera}/line` : undefined
    const factory = planFactory(lineUrl, options.cameras, card)
    await seedFactory(createApi(cloud.apiUrl, 'admin', signal), factory)
    provideMedia(data, options.cameras)

    let isFirstIncident = true
    incidents = watchIncidents(createApi(cloud.apiUrl, 'safety-auditor', signal), (line, isNew) => {
      screen.event(isNew && isFirstIncident ? `${line}; the first one, ${seconds()} s after the start` : line)
      if (isNew) isFirstIncident = false
    })
    incidents.look()
    await watchOutbox(cloud.outboxUrl, signal, screen.event)
    const access = await readModuleAccess(cloud.hub, laptopDevice.id)
    const edge = {
      root,
      data,
      ports,
      hub: cloud.hub,
      access,
      model,
      onModuleStart: () => screen.event('the edge module is up'),
      onModuleEnd: screen.trouble,
    }
    await Promise.all([
      startEdge(services.start, edge),
      hasLine ? startSimulatedCamera(services.start, root, options.seed, ports) : undefined,
    ])
    screen.say(
      banner({
        ...{ apiUrl: cloud.apiUrl, outboxUrl: cloud.outboxUrl, scoringUrl: `http://127.0.0.1:${ports.scoring}/score` },
        cameras: factory.cameras.map((camera) => camera.settings.source),
        model: `${card.name} ${card.version} (${card.labels.join(', ')})`,
        seed: hasLine ? options.seed : undefined,
        dataFolder: data.path,
      }),
    )
    return { stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Whether an execution that the host reports can have changed an incident. What only reads cannot, above all our own looking. */
function mayChangeIncidents(line: string): boolean {
  const name = /Executed 'Functions\.([\w-]+)'/.exec(line)?.[1]
  return name !== undefined && !/^(list|get|open)/i.test(name)
}
