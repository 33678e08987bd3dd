import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type ContainerRegistry, startContainerRegistry } from '../../../local/container-registry/start.ts'
import type { AgentEvent, AgentOptions } from '../../../local/edge-runtime/start-agent.ts'
import { startAgent } from '../../../local/edge-runtime/start-agent.ts'
import { type RunningIotHub, startIotHub } from '../../../local/iot-hub/start.ts'
import { openRegistry } from '../iot-hub/clients.ts'

export interface Plant {
  readonly hub: RunningIotHub
  readonly registry: ContainerRegistry
  readonly folder: string
  close(): Promise<void>
}

/** A hub and a registry. */
export async function openPlant(): Promise<Plant> {
  const folder = mkdtempSync(join(tmpdir(), 'plant-'))
  const [hub, registry] = await Promise.all([startIotHub(), startContainerRegistry({ folder: join(folder, 'registry') })])
  return {
    ...{ hub, registry, folder },
    close: async () => {
      await Promise.all([hub.close(), registry.close()])
      rmSync(folder, { recursive: true })
    },
  }
}

export async function agentOptions({ hub, folder }: Plant, device: string): Promise<AgentOptions> {
  const { modules } = await hub.ensureDevice(device, { edge: true, modules: ['$edgeAgent', 'sightloop'], tags: { site: 'plant-1' } })
  return {
    ...{ device, folder: join(folder, device), agent: modules['$edgeAgent'] ?? '', caFile: hub.certificateFile },
    modules: {
      sightloop: {
        connectionString: modules['sightloop'] ?? '',
        environment: { SCORING_PORT: '7075' },
        mounts: { '/data': join(folder, 'data'), '/data/videos': join(folder, 'films') },
      },
    },
    backOff: { firstMs: 1, mostMs: 20, forgetAfterMs: 60_000 },
    retry: { firstMs: 20, mostMs: 100, forgetAfterMs: 60_000 },
  }
}

/** What was said so far, and a way to wait for more of it. */
export function createTold() {
  const lines: string[] = []
  const events: AgentEvent[] = []
  let waiting: (() => void)[] = []
  const wake = () => {
    for (const go of waiting.splice(0)) go()
  }
  return {
    ...{ lines, events },
    onLog: (line: string) => {
      lines.push(line)
      wake()
    },
    onEvent: (event: AgentEvent) => {
      events.push(event)
      wake()
    },
    until: async (isTrue: () => boolean) => {
      while (!isTrue()) await new Promise<void>((resolve) => waiting.push(resolve))
      waiting = []
    },
  }
}

export type Told = ReturnType<typeof createTold>

export async function runAgent(options: AgentOptions) {
  const told = createTold()
  const agent = await startAgent({ ...options, onLog: told.onLog, onEvent: told.onEvent })
  return { ...told, agent }
}

/** The runtime as a process that can be killed. */
export async function runAgentProcess(plant: Plant, device: string) {
  const told = createTold()
  const program = fileURLToPath(new URL('../../../local/edge-runtime/main.ts', import.meta.url))
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], { stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.write(`${JSON.stringify(await agentOptions(plant, device))}\n`)
  createInterface(child.stderr).on('line', told.onLog)
  createInterface(child.stdout).on('line', (line) => told.onEvent(JSON.parse(line) as AgentEvent))
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  return { ...told, child, ended }
}

export interface ModulePlan {
  readonly status?: string
  readonly restartPolicy?: string
  readonly env?: Readonly<Record<string, { readonly value: string }>>
  readonly createOptions?: object
}

export function moduleOf(image: string, { createOptions = {}, ...more }: ModulePlan = {}) {
  return {
    ...{ type: 'docker', status: 'running', restartPolicy: 'always', imagePullPolicy: 'on-create', version: '1', ...more },
    settings: { image, createOptions: JSON.stringify(createOptions) },
  }
}

/** The standing deployment of all devices of the plant. */
export async function deployBase({ hub }: Plant, sightloop: object | undefined): Promise<void> {
  const desired = {
    ...{ schemaVersion: '1.1', runtime: { type: 'docker', settings: { minDockerVersion: 'v1.25' } }, systemModules: {} },
    modules: sightloop === undefined ? {} : { sightloop },
  }
  const edgeHub = { schemaVersion: '1.1', routes: {}, storeAndForwardConfiguration: { timeToLiveSecs: 604_800 } }
  const modulesContent = { $edgeAgent: { 'properties.desired': desired }, $edgeHub: { 'properties.desired': edgeHub } }
  const registry = openRegistry(hub)
  const configuration = { id: 'base', priority: 1, targetCondition: "tags.site = 'plant-1'", content: { modulesContent } }
  await registry.addConfiguration(configuration as never)
}

export async function deployLayer({ hub }: Plant, id: string, priority: number, sightloop: object): Promise<void> {
  const modulesContent = { $edgeAgent: { 'properties.desired.modules.sightloop': sightloop } }
  const configuration = { id, priority, targetCondition: "tags.site = 'plant-1'", content: { modulesContent } }
  await openRegistry(hub).addConfiguration(configuration as never)
}

export async function reportedBy({ hub }: Plant, device: string) {
  return (await openRegistry(hub).getModuleTwin(device, '$edgeAgent')).responseBody.properties.reported as Record<string, never> & {
    lastDesiredVersion: number
    lastDesiredStatus: { code: number; description: string }
    modules: Record<string, { runtimeStatus: string; restartCount: number; exitCode: number; settings: { image: string } } | undefined>
  }
}
