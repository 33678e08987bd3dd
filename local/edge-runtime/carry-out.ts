import type { StateFile } from './agent-state.ts'
import { type Deployment, type ModuleSpec, needsNewProcess } from './deployment.ts'
import type { ImageStore, StoredImage } from './image-store.ts'
import { type HostParts, moduleProgram } from './module-program.ts'
import type { ModuleSlots } from './module-slots.ts'
import type { DeploymentStatus } from './reported.ts'

export interface DevicePlant {
  readonly images: ImageStore
  readonly slots: ModuleSlots
  readonly file: StateFile
  /** What this machine adds for a module; undefined = it has no identity here. */
  hostOf(module: string): HostParts | undefined
  onPull(image: string): void
}

/**
 * Makes the device what its deployment says, module by module. An image is brought before the module that it replaces is
 * stopped: when it cannot be had, that one goes on.
 */
export async function carryOut(deployment: Deployment, plant: DevicePlant, signal: AbortSignal): Promise<DeploymentStatus> {
  const { images, slots, file } = plant
  for (const name of slots.names.filter((one) => !(one in deployment.modules))) await slots.remove(name)
  const problems: string[] = []
  const inOrder = Object.entries(deployment.modules).toSorted(([, a], [, b]) => a.startupOrder - b.startupOrder)
  for (const [name, spec] of inOrder) {
    await bring(name, spec, deployment, plant, signal).catch((error: Error) => problems.push(`${name}: ${error.message}`))
    signal.throwIfAborted()
  }
  const inForce = Object.fromEntries(Object.entries(file.state.inForce).filter(([name]) => name in deployment.modules))
  if (problems.length > 0) return { code: 500, description: problems.join('\n') }
  file.change({ inForce })
  const wanted = Object.values(deployment.modules).map(({ settings }) => settings.image)
  images.keepOnly([...new Set([...wanted, ...Object.values(file.state.before).map(({ settings }) => settings.image)])])
  return { code: 200, description: '' }
}

async function bring(name: string, spec: ModuleSpec, deployment: Deployment, plant: DevicePlant, signal: AbortSignal): Promise<void> {
  const { slots, images } = plant
  const present = slots.specOf(name)
  if (present !== undefined && !needsNewProcess(present, spec)) return slots.adjust(name, spec)
  const host = plant.hostOf(name)
  if (host === undefined) throw new Error('this device has no identity for a module of that name')
  const image = images.find(spec.settings.image) ?? (await pull(name, spec, deployment, plant, signal))
  // Whatever is wrong with it is found before the old one ends.
  const program = moduleProgram(image, spec, host)
  await slots.replace(name, spec, program, () => remember(name, spec, plant))
}

async function pull(name: string, spec: ModuleSpec, deployment: Deployment, plant: DevicePlant, signal: AbortSignal): Promise<StoredImage> {
  await goOn(name, plant)
  if (spec.imagePullPolicy === 'never') throw new Error(`${spec.settings.image} is not on this device and may not be pulled`)
  plant.onPull(spec.settings.image)
  return plant.images.pull(spec.settings.image, deployment.registryCredentials, signal)
}

/** After a start of the runtime: what ran before goes on until the new one is there. */
async function goOn(name: string, plant: DevicePlant): Promise<void> {
  const last = plant.file.state.inForce[name]
  const image = last && plant.images.find(last.settings.image)
  const host = plant.hostOf(name)
  if (plant.slots.specOf(name) !== undefined || last === undefined || image === undefined || host === undefined) return
  await plant.slots.replace(name, last, moduleProgram(image, last, host), () => {})
}

/** The image before stays on the disk, so that the way back needs no registry. */
function remember(name: string, spec: ModuleSpec, { file }: DevicePlant): void {
  const { inForce, before } = file.state
  const last = inForce[name]
  const isOther = last !== undefined && last.settings.image !== spec.settings.image
  file.change({ inForce: { ...inForce, [name]: spec }, before: isOther ? { ...before, [name]: last } : before })
}
