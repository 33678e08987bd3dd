import { resolveEdge } from '../../local/iot-hub/deployment/resolve.ts'
import { Fault } from '../../shared/domain/faults.ts'
import type { Champion } from '../../shared/domain/registered-model.ts'
import type { Release } from '../../shared/domain/release.ts'
import { type DeviceProgress, isActive, type Rollout, RolloutPolicy } from '../../shared/domain/rollout.ts'
import type { Deployment, DeviceState, Ports } from '../../shared/ports.ts'

export interface MemoryDevice {
  readonly id: string
  isOnline: boolean
  release: string | undefined
  /** What its module is. */
  image: string
  restarts: number
}

/** A plant in memory, for thousands of runs: rows with versions, deployments as the hub resolves them, devices that a test moves. */
export function createMemoryPlant(policy: Partial<RolloutPolicy>, releases: readonly Release[], count: number) {
  let seconds = 0
  let versions = 0
  const rows = new Map<string, { value: Rollout; version: string }>()
  const progress = new Map<string, Map<string, DeviceProgress>>()
  const configurations = new Map<string, Deployment>()
  const revoked = new Set<string>()
  let champion: Champion | undefined
  const devices = Array.from(
    { length: count },
    (_, number): MemoryDevice => ({ id: `edge-${number}`, isOnline: true, release: undefined, image: '', restarts: 0 }),
  )
  const now = () => new Date(Date.UTC(2026, 10, 20) + seconds * 1000)

  const imageFor = ({ release }: MemoryDevice): string => {
    const matching = [...configurations.values()]
      .filter(({ targetCondition }) => !targetCondition.includes('tags.release') || targetCondition.includes(`'${release}'`))
      .map((each) => ({ ...each, content: { modulesContent: each.content }, createdTimeUtc: '' }))
    const applied = resolveEdge(matching as never).applied as unknown as readonly { content: { modulesContent: Deployment['content'] } }[]
    const images = applied.flatMap(({ content }) =>
      [...JSON.stringify(content).matchAll(/app@sha256:[0-9a-f]{64}/g)].map(([image]) => image),
    )
    return images.at(-1) ?? ''
  }
  const stateOf = (device: MemoryDevice): DeviceState => {
    const model = releases.find(({ index }) => device.image.endsWith(String(index)))?.model
    return {
      ...{ device: device.id, isConnected: device.isOnline, tags: device.release === undefined ? {} : { release: device.release } },
      ...{ image: device.image, runtimeStatus: 'running', restartCount: device.restarts, lastDesired: undefined },
      ...{ desiredImage: imageFor(device), desiredModel: undefined, architecture: 'amd64' },
      module: { model, refused: undefined, isBusy: false, bootId: 'boot', settings: undefined },
    }
  }
  const store: Ports['rollouts'] = {
    find: async (_, id) => rows.get(id),
    active: async () => [...rows.values()].find(({ value }) => isActive(value.state)),
    save: async (rollout, version) => {
      const other = [...rows.values()].find(({ value }) => isActive(value.state) && value.id !== rollout.id)
      if (rows.get(rollout.id)?.version !== version || (other !== undefined && isActive(rollout.state))) throw new Fault('rollout-changed')
      rows.set(rollout.id, { value: rollout, version: String(++versions) })
      return String(versions)
    },
    list: async () => ({ items: [...rows.values()].map(({ value }) => value), cursor: undefined }),
    devices: async (id) => [...(progress.get(id)?.values() ?? [])],
    saveDevices: async (id, changed) => {
      progress.set(id, new Map([...(progress.get(id) ?? []), ...changed.map((each) => [each.device, each] as const)]))
    },
    policy: async () => ({ value: RolloutPolicy.parse(policy), version: '1' }),
    savePolicy: async () => '1',
  }
  const known = {
    clock: now,
    rollouts: store,
    releases: {
      find: async (_: string, id: string) => {
        const value = releases.find((each) => each.id === id)
        return value && { value, version: '1' }
      },
      list: async () => ({ items: releases, cursor: undefined }),
    },
    models: {
      revoked: async () => revoked,
      find: async () => undefined,
      champion: async () => champion && { value: champion, version: '1' },
      setChampion: async (next: Champion) => {
        champion = next
        return '1'
      },
      removeChampion: async () => {
        champion = undefined
      },
    },
    deployments: {
      put: async (deployment: Deployment) => void configurations.set(deployment.id, deployment),
      remove: async (id: string) => void configurations.delete(id),
      list: async () => [...configurations.values()],
    },
    deviceStates: {
      list: async () => devices.map(stateOf),
      setTags: async (id: string, { release }: Readonly<Record<string, string | null>>) => {
        const device = devices.find((each) => each.id === id)
        if (device !== undefined) device.release = release ?? undefined
      },
      clearModel: async () => {},
    },
    healthHistory: { read: async () => [], add: async () => {}, forget: async () => 0 },
    rosters: { find: async () => ({ site: { timeZone: 'UTC' } }) },
    orchestrations: { start: async () => {}, wake: async () => {}, status: async () => undefined },
    imageRegistry: { referenceOf: (_: string, digest: string) => `app@${digest}` },
    modelSigner: { publicKey: 'none' },
    edgeRuntime: { images: { agent: 'agent', hub: 'hub' }, registry: undefined },
    audit: { append: async () => {} },
  }
  return {
    ports: known as unknown as Ports,
    devices,
    configurations,
    revoked,
    rollouts: () => [...rows.values()].map(({ value }) => value),
    champion: () => champion,
    pass: (more: number) => {
      seconds += more
    },
    /** Devices that are there take what deployments make of them. */
    settle: () => {
      for (const device of devices) {
        const wanted = imageFor(device)
        if (device.isOnline && device.image !== wanted) Object.assign(device, { image: wanted, restarts: 0 })
      }
    },
    wantedOf: imageFor,
  }
}
