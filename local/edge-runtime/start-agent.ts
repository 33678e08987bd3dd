import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import iotDevice from 'azure-iot-device'
import { Mqtt } from 'azure-iot-device-mqtt'
import { openModuleLink } from '../../edge/hub/module-link.ts'
import { agentMethods } from './agent-methods.ts'
import { openStateFile } from './agent-state.ts'
import { type BackOffLimits, createBackOff } from './back-off.ts'
import { carryOut } from './carry-out.ts'
import { readDeployment } from './deployment.ts'
import { openImageStore } from './image-store.ts'
import { noteProcesses } from './left-processes.ts'
import { moduleEnvironment } from './module-environment.ts'
import { createModuleSlots } from './module-slots.ts'
import { type DeploymentStatus, type ModuleReport, reportedProperties } from './reported.ts'

export interface AgentOptions {
  /** For images and what must outlive this process. */
  readonly folder: string
  readonly device: string
  /** Connection string of `$edgeAgent`. */
  readonly agent: string
  /** PEM file with the certificate authority of the hub. */
  readonly caFile: string
  /** Modules that this device has an identity for. */
  readonly modules: Readonly<Record<string, HostModule>>
  /** `node_modules` for images that bring none. */
  readonly packages?: string
  readonly backOff?: BackOffLimits
  /** Between attempts to carry a deployment out. */
  readonly retry?: BackOffLimits
  readonly onLog?: (line: string) => void
  readonly onEvent?: (event: AgentEvent) => void
}

/** What this machine has for a module. */
export interface HostModule {
  readonly connectionString: string
  readonly environment: Readonly<Record<string, string>>
  /** Folders of this machine, by the path that a container would see them under. */
  readonly mounts?: Readonly<Record<string, string>>
}

/** Worth a line for whoever watches. */
export type AgentEvent =
  | { readonly event: 'agent-connected' }
  | { readonly event: 'pulling'; readonly image: string }
  | ({ readonly event: 'deployment'; readonly version: number } & DeploymentStatus)
  | ({ readonly event: 'module'; readonly module: string } & Pick<ModuleReport, 'runtimeStatus' | 'restartCount' | 'statusDescription'>)

export interface RunningAgent {
  readonly modules: Readonly<Record<string, ModuleReport>>
  close(): Promise<void>
}

const laptopRetry = { firstMs: 1000, mostMs: 30_000, forgetAfterMs: Number.POSITIVE_INFINITY }
const keptLines = 1000
// As `uname -m` has them.
const machineNames: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64', arm: 'armv7l' }

/** Does on this machine what IoT Edge's agent does on a device: follows the deployment, keeps its modules running, reports. */
export async function startAgent(options: AgentOptions): Promise<RunningAgent> {
  const { folder, onLog = () => {}, onEvent = () => {} } = options
  const images = openImageStore(folder)
  const file = openStateFile(join(folder, 'deployment.json'))
  const processes = noteProcesses(join(folder, 'processes'))
  const lines = new Map<string, string[]>()
  let status: DeploymentStatus = { code: 417, description: 'There is no deployment for this device.' }
  let reportedVersion = 0
  let told: readonly string[] = []
  let round = Promise.resolve()
  let current = new AbortController()
  let retry: NodeJS.Timeout | undefined
  let isClosing = false

  const slots = createModuleSlots({
    backOff: options.backOff,
    onLog: (module, line) => {
      const kept = lines.get(module) ?? []
      lines.set(module, kept)
      if (kept.push(line) > keptLines) kept.shift()
      onLog(line)
    },
    onState: (module, { status: runtimeStatus, restartCount, lastExit = '' }) => {
      onEvent({ event: 'module', module, runtimeStatus, restartCount, statusDescription: lastExit })
      if (!isClosing) publish()
    },
    onProcess: processes.started,
  })
  const plant = {
    ...{ images, slots, file },
    hostOf: (module: string) => {
      const own = options.modules[module]
      if (own === undefined) return undefined
      const identity = { device: options.device, module, connectionString: own.connectionString, caFile: options.caFile }
      return { environment: moduleEnvironment(identity, own.environment), mounts: own.mounts ?? {}, packages: options.packages }
    },
    onPull: (image: string) => onEvent({ event: 'pulling', image }),
  }

  function publish(): void {
    const modules = slots.report()
    const architecture = machineNames[process.arch] ?? process.arch
    const properties = reportedProperties({ desiredVersion: reportedVersion, status, architecture, modules })
    const gone = Object.fromEntries(told.filter((name) => !(name in modules)).map((name) => [name, null]))
    told = [...new Set([...told, ...Object.keys(modules)])]
    link.report({ ...properties, modules: { ...gone, ...(properties['modules'] as object) } })
  }
  const finish = (version: number, outcome: DeploymentStatus) => {
    status = outcome
    reportedVersion = version
    publish()
    onEvent({ event: 'deployment', version, ...outcome })
  }

  /** What is under way is given up: it is about something that nobody wants any more. */
  function follow(waitAfter = createBackOff(options.retry ?? laptopRetry)): void {
    current.abort()
    clearTimeout(retry)
    const mine = new AbortController()
    current = mine
    round = round.then(async () => {
      const { deployment, desiredVersion } = file.state
      if (mine.signal.aborted || deployment === undefined) return
      const outcome = await carryOut(deployment, plant, mine.signal).catch((error: Error) => ({
        code: 500 as const,
        description: error.message,
      }))
      if (mine.signal.aborted) return
      finish(desiredVersion, outcome)
      if (outcome.code !== 200) retry = setTimeout(() => follow(waitAfter), waitAfter(0))
    })
  }

  const link = openModuleLink({
    connect: async () => {
      const client = iotDevice.ModuleClient.fromConnectionString(options.agent, Mqtt)
      await client.setOptions({ ca: readFileSync(options.caFile, 'utf8') })
      return client
    },
    methods: agentMethods(slots, (module) => lines.get(module) ?? []),
    onDesired: ({ $version, ...desired }) => {
      const version = Number($version)
      const read = readDeployment(desired)
      if ('code' in read) return finish(version, read)
      const isSame = JSON.stringify(read) === JSON.stringify(file.state.deployment)
      file.change({ deployment: read, desiredVersion: version })
      // The same again, after a new connection: what is under way goes on.
      if (isSame && status.code === 200) finish(version, status)
      else follow()
    },
    onConnected: () => {
      onEvent({ event: 'agent-connected' })
      publish()
    },
    log: (level, event, fields) => {
      if (level !== 'info') onLog(JSON.stringify({ level, event, ...fields, reason: String(fields?.['reason'] ?? '') }))
    },
  })
  round = round.then(() => processes.leftOnesGone())
  follow()

  return {
    get modules() {
      return slots.report()
    },
    close: async () => {
      isClosing = true
      current.abort()
      clearTimeout(retry)
      await round
      await slots.close()
      await link.close()
    },
  }
}
