import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { edgeModule } from '../../shared/domain/fleet.ts'
import type { AgentEvent } from '../edge-runtime/start-agent.ts'
import type { DataFolder } from './data-folder.ts'
import { laptopDevice } from './factory.ts'
import type { HubFacts, ModuleAccess } from './module-access.ts'
import type { Ports } from './ports.ts'
import { readyJson } from './service.ts'
import type { ServiceStarter } from './service-starter.ts'

export interface EdgePlan {
  readonly root: string
  readonly data: DataFolder
  readonly ports: Ports
  readonly hub: HubFacts
  readonly access: ModuleAccess
  readonly onEvent: (line: string) => void
  readonly onTrouble: (line: string) => void
}

/** Starts the edge runtime, which does what the hub's deployments say as IoT Edge would. */
export async function startEdge(start: ServiceStarter, plan: EdgePlan): Promise<void> {
  const { root, data, ports, hub, access } = plan
  // As an installer would: what the device signs in with for its uploads lies on the device.
  writeFileSync(join(data.of('secrets'), 'upload-connection'), access.uploads, { mode: 0o600 })
  const options = {
    folder: data.of('edge-runtime'),
    device: laptopDevice.id,
    agent: access.agent,
    caFile: hub.certificateFile,
    packages: join(root, 'node_modules'),
    modules: {
      [edgeModule]: {
        connectionString: access.module,
        environment: { SCORING_PORT: String(ports.scoring), NODE_EXTRA_CA_CERTS: hub.certificateFile },
        mounts: { '/data': data.of('edge'), '/data/videos': data.of('videos'), '/secrets': data.of('secrets') },
      },
    },
  }
  const tell = createTeller(plan)
  await start({
    name: 'edge runtime',
    program: join(root, 'local/edge-runtime/main.ts'),
    input: JSON.stringify(options),
    ready: (line) => (line.startsWith('{"event":"agent-started"') ? true : undefined),
    onLine: (line) => {
      const said = readyJson<AgentEvent | ModuleLine>(line)
      if (said !== undefined) tell(said)
    },
  })
}

/** What the module itself logs. */
interface ModuleLine {
  readonly event: 'module-started' | 'model-admitted' | 'model-refused' | 'module-not-started'
  readonly level: string
  readonly name?: string
  readonly version?: string
  readonly digest?: string
  readonly problem?: string
  readonly reason?: unknown
  readonly model?: { readonly name: string; readonly version: string }
}

/** Makes of events what a person wants to see: what is new, and each trouble once. */
function createTeller({ onEvent, onTrouble }: Pick<EdgePlan, 'onEvent' | 'onTrouble'>): (said: AgentEvent | ModuleLine) => void {
  const device = laptopDevice.id
  let lastProblem = ''
  let lastTrouble = ''
  const trouble = (line: string) => {
    if (line !== lastTrouble) onTrouble(line)
    lastTrouble = line
  }
  return (said) => {
    if ('level' in said && said.level === 'error') lastProblem = `${said.event}: ${said.problem ?? said.reason}`
    switch (said.event) {
      case 'pulling':
        return onEvent(`${device} pulls ${said.image.replace(/@sha256:(.{12}).*/, '@$1')}`)
      case 'deployment':
        if (said.code === 500 || said.code === 400)
          trouble(`${device} cannot do what is deployed and goes on as before: ${said.description}`)
        return
      case 'module':
        if (said.runtimeStatus === 'backoff')
          onTrouble(`the edge module ended (${said.statusDescription}) and is started again. ${lastProblem}`)
        return
      case 'module-started': {
        const { model } = said
        return onEvent(`the edge module is up${model === undefined ? ', without a model' : ` with model ${model.name} ${model.version}`}`)
      }
      case 'model-admitted':
        return onEvent(`${device} has tried model ${said.name} ${said.version} and works with it`)
      case 'model-refused':
        return onTrouble(`${device} refuses model ${said.digest?.slice(0, 12)} and stays with what it has: ${said.problem}`)
      default:
        return
    }
  }
}
