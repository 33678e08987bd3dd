import { copyFileSync, existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { edgeModule } from '../../shared/domain/fleet.ts'
import type { ModuleState } from '../edge-runtime/start.ts'
import type { DataFolder } from './data-folder.ts'
import { laptopDevice } from './factory.ts'
import type { HubFacts, ModuleAccess } from './module-access.ts'
import { type ConsoleOptions, mediaName } from './options.ts'
import type { Ports } from './ports.ts'
import { readyJson } from './service.ts'
import type { ServiceStarter } from './service-starter.ts'

/** Starts the simulated camera and answers its address. */
export async function startSimulatedCamera(start: ServiceStarter, root: string, seed: number, ports: Ports): Promise<string> {
  const service = await start({
    name: 'simulated camera',
    program: join(root, 'local/line/main.ts'),
    args: ['--seed', String(seed), '--port', String(ports.camera)],
    ready: (line) => readyJson<{ url: string }>(line),
  })
  return service.facts.url
}

export interface EdgePlan {
  readonly root: string
  readonly data: DataFolder
  readonly ports: Ports
  readonly hub: HubFacts
  readonly access: ModuleAccess
  readonly model: string
  readonly onModuleStart: () => void
  readonly onModuleEnd: (sentence: string) => void
}

/** Starts the edge runtime, which runs the module as IoT Edge would. */
export async function startEdge(start: ServiceStarter, plan: EdgePlan): Promise<void> {
  const { root, data, ports, hub, access } = plan
  const options = {
    identity: { device: laptopDevice.id, module: edgeModule, connectionString: access.module, caFile: hub.certificateFile },
    program: join(root, 'edge/main.ts'),
    workingFolder: root,
    environment: {
      DATA_FOLDER: data.of('edge'),
      VIDEO_FOLDER: data.of('videos'),
      SECRETS_FOLDER: data.of('secrets'),
      MODEL_FOLDER: plan.model,
      UPLOAD_CONNECTION_STRING: access.uploads,
      SCORING_PORT: String(ports.scoring),
      NODE_EXTRA_CA_CERTS: hub.certificateFile,
    },
  }
  let lastProblem = ''
  await start({
    name: 'edge runtime',
    program: join(root, 'local/edge-runtime/main.ts'),
    input: JSON.stringify(options),
    ready: (line) => (line.startsWith('{"status"') ? readyJson<ModuleState>(line) : undefined),
    onLine: (line) => {
      const said = readyJson<Partial<ModuleState & { level: string; event: string; reason: unknown }>>(line)
      if (said?.event === 'module-started') plan.onModuleStart()
      if (said?.level === 'error') lastProblem = `${said.event}: ${said.reason}`
      if (said?.status === 'backoff') plan.onModuleEnd(`the edge module ended (${said.lastExit}) and is started again. ${lastProblem}`)
    },
  })
}

/** Puts given files where the module looks for media: it opens nothing outside of that folder. */
export function provideMedia(data: DataFolder, cameras: ConsoleOptions['cameras']): void {
  const folder = data.of('videos')
  cameras.forEach((camera, index) => {
    if (camera.kind !== 'file') return
    const target = join(folder, mediaName(camera.file, index))
    if (existsSync(target) && statSync(target).size === statSync(camera.file).size) return
    rmSync(target, { force: true })
    copyFileSync(camera.file, target)
  })
}
