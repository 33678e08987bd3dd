import iotDevice from 'azure-iot-device'
import { Mqtt } from 'azure-iot-device-mqtt'
import { openSession, type Session } from '../../../edge/hub/open-session.ts'
import { type DeploymentStatus, type ModuleReport, reportedProperties } from '../../../local/edge-runtime/reported.ts'
import { edgeModule } from '../../../shared/domain/fleet.ts'
import type { HealthMessage } from '../../../shared/domain/messages.ts'
import { createRandom } from '../random.ts'
import { createSimulatedModule, type SimulatedPackage } from './simulated-module.ts'

export interface DevicePlan {
  readonly id: string
  readonly number: number
  readonly architecture: string
  /** Connection strings. */
  readonly agent: string
  readonly module: string
  readonly authority: string
  /** By `sha256:…` of an image, or the digest of a model. */
  packageOf(digest: string): SimulatedPackage | undefined
  /** True = it cannot take that image, and says so. */
  refuses(image: string): boolean
  now(): number
}

type Desired = Readonly<Record<string, unknown>> & { readonly $version?: number }

/** `$edgeAgent` and one module of a device, each with a connection of its own by the device SDK. */
export function createSimulatedDevice(plan: DevicePlan) {
  const { id, now } = plan
  const module = createSimulatedModule(id, createRandom(plan.number + 1))
  const seen = { agent: 0, module: 0 }
  let agentSession: Session | undefined
  let moduleSession: Session | undefined
  let status: DeploymentStatus = { code: 417, description: 'There is no deployment.' }
  let isOnline = false
  let work: Promise<unknown> = Promise.resolve()
  const waiting: (() => void)[] = []

  /** One thing after another, as it came. */
  const enqueue = (act: () => Promise<unknown>) => {
    // A connection that is lost or a report that is too late is told again after the next connection.
    work = work.then(act).catch(() => {})
    void work.then(() => {
      for (const wake of waiting.splice(0)) wake()
    })
  }
  const reportRuntime = async () => {
    const modules: Record<string, ModuleReport> = module.image === '' ? {} : { [edgeModule]: module.runtimeReport() }
    const { architecture } = plan
    await agentSession?.report(reportedProperties({ desiredVersion: seen.agent, status, architecture, modules }))
  }
  const reportModule = () => moduleSession?.report(module.ownReport())

  const followDeployment = async (desired: Desired) => {
    const image = imageOf(desired)
    if (image !== undefined && image !== module.image) status = takeImage(image)
    seen.agent = desired.$version ?? 0
    await matchConnection()
    await Promise.all([reportRuntime(), reportModule()])
  }
  const takeImage = (image: string): DeploymentStatus => {
    const content = plan.packageOf(image.slice(image.indexOf('@') + 1))
    if (content === undefined) return { code: 500, description: `${image} is not in the registry.` }
    if (plan.refuses(image)) return { code: 500, description: `${image} cannot be started on this device.` }
    module.replace(image, content, now())
    return { code: 200, description: '' }
  }
  const followModule = async (desired: Desired) => {
    const named = Object.values((desired['model'] ?? {}) as Record<string, unknown>)
    module.name(named.map((value) => plan.packageOf(String(value))).find((found) => found !== undefined))
    seen.module = desired.$version ?? 0
    await moduleSession?.report({ ...module.ownReport(), settings: { version: seen.module, status: 'applied' } })
  }

  const connect = (connectionString: string, onDesired: (desired: Desired) => Promise<void>) =>
    openSession({
      connect: async () => {
        const client = iotDevice.ModuleClient.fromConnectionString(connectionString, Mqtt)
        await client.setOptions({ ca: plan.authority })
        return client
      },
      methods: {},
      // Copied: the SDK goes on to change its own.
      onDesired: (desired) => enqueue(() => onDesired({ ...desired })),
    })
  /** The module's connection lives as long as its process. */
  const matchConnection = async () => {
    const isWanted = isOnline && module.isRunning
    if (isWanted && moduleSession === undefined) moduleSession = await connect(plan.module, followModule)
    else if (!isWanted) {
      await moduleSession?.close()
      moduleSession = undefined
    }
  }

  return {
    id,
    module,
    get isOnline() {
      return isOnline
    },
    async connect() {
      isOnline = true
      agentSession = await connect(plan.agent, followDeployment)
    },
    async disconnect() {
      isOnline = false
      await work
      await Promise.all([agentSession?.close(), moduleSession?.close()])
      agentSession = undefined
      moduleSession = undefined
    },
    /** Tells the hub that an incident is open, or none any more. */
    setBusy(value: boolean) {
      module.setBusy(value)
      enqueue(async () => reportModule())
    },
    tick() {
      if (!module.tick(now())) return
      enqueue(async () => {
        await matchConnection()
        await Promise.all([reportRuntime(), reportModule()])
      })
    },
    send: async (health: HealthMessage) => {
      const header = { type: 'health' as const, traceparent: '00-00000000000000000000000000000001-0000000000000001-00' }
      await moduleSession?.send({ header, body: Buffer.from(JSON.stringify(health)) })
    },
    /** Resolves when it has done and reported what the hub had for it at these versions; at once when it is away. */
    async caughtUp(versions: { readonly agent: number; readonly module: number }) {
      const isBehind = () => seen.agent < versions.agent || (moduleSession !== undefined && seen.module < versions.module)
      while (isOnline && isBehind()) await new Promise<void>((resolve) => waiting.push(resolve))
      for (let last: unknown; last !== work; ) {
        last = work
        await work
      }
    },
  }
}

export type SimulatedDevice = ReturnType<typeof createSimulatedDevice>

function imageOf(desired: Desired): string | undefined {
  const modules = desired['modules'] as Record<string, { settings?: { image?: string } }> | undefined
  return modules?.[edgeModule]?.settings?.image
}
